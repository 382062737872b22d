export { IncrementalValidation, type IncrementalValidationProps } from './incremental-validation';
export { validateIncrementally } from './validate-incrementally';
