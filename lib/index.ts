export * from '../constructs/index';
export { type EnvironmentContext } from '../constructs/core/context';
export { type ChecksProps } from './environment/checks';
export { Environment, type EnvironmentProps } from './environment/environment';
