export { Artifact } from './compute/artifact';
export { type CapacityProps } from './compute/capacity';
export { InstanceImage, type InstanceImageOptions } from './compute/instance-image';
export { type InstanceLifecycleProps } from './compute/instance-lifecycle';
export {
  InstanceService,
  type InstanceServiceProps,
  type InstanceServiceTransform,
  type RouteProps,
} from './compute/instance-service';
export { type SecretField, type ServiceConfigurationProps } from './compute/service-configuration';
export { type ScalingProps } from './compute/service-scaling';
export { Baseline } from './core/baseline';
export { type AlertRoute, type AlertRoutes, type SlackChannel } from './core/context';
export { SeaworthyError, type ErrorDetails } from './core/errors';
export { TAGS } from './core/tags';
export { Tier } from './core/tier';
export { waive, type Waiver } from './core/waivers';
export { OffHours, type OffHoursProps, type SleepingGroupProps } from './cost/off-hours';
export { SpendingGuard, type SpendingGuardProps } from './cost/spending-guard';
export { Egress } from './network/egress';
export { type ExistingNetworkProps, type Provision } from './network/existing-network';
export { type INetwork } from './network/i-network';
export { Network, type ExtraTier, type NetworkProps, type NetworkTransform } from './network/network';
export { SessionAccess, type SessionAccessProps } from './network/session-access';
export { AlarmSet, type AlarmSetProps, type JointAlarmSpec } from './observability/alarm-set';
export { type AlarmSpec } from './observability/alarm-spec';
export { Alerts, type AlertsProps } from './observability/alerts';
export { ApplicationLogs, type ApplicationLogsProps } from './observability/application-logs';
export { Canary, type CanaryProps } from './observability/canary';
export { LogArchive, type LogArchiveProps, type LogArchiveTransform } from './observability/log-archive';
export { LOG_PREFIXES } from './observability/log-prefixes';
export { ServiceDashboard, type ServiceDashboardProps } from './observability/service-dashboard';
export { ServiceLevelObjective, type ServiceLevelObjectiveProps } from './observability/service-level-objective';
export { Severity } from './observability/severity';
export { Backup, type BackupProps } from './recovery/backup';
export { FaultExperiment, type FaultExperimentProps } from './recovery/fault-experiment';
export { EncryptionKey, type EncryptionKeyProps } from './security/encryption-key';
export { ManagedSecret, type ManagedSecretProps } from './security/managed-secret';
export { Access } from './traffic/access';
export { Domain, type DomainProps } from './traffic/domain';
export { LoadBalancer, type LoadBalancerProps, type LoadBalancerTransform } from './traffic/load-balancer';
export { type LoadBalancerThresholds } from './traffic/load-balancer-alarms';
export { type MaintenanceProps } from './traffic/maintenance';
export { ServiceTargetGroup, type ServiceTargetGroupProps } from './traffic/service-target-group';
export { WebFirewall, type WebFirewallOptions, type WebFirewallProps } from './traffic/web-firewall';
export { ManagedRules, type CountedRules } from './traffic/web-firewall-rules';
