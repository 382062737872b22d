export * from '../constructs/index';
export { type ChecksProps } from './environment/checks';
export { Environment, type EnvironmentProps } from './environment/environment';
