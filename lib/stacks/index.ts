export { PlatformStack, type PlatformStackProps } from './platform-stack';
export { WebServiceStack, type OwnSecret, type WebServiceStackProps } from './web-service-stack';
