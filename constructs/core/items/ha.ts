import type { ChecklistItems } from '../checklist-item';

export const HA = {
  'HA-01': {
    title: 'Work runs in three zones',
    area: 'HA',
    severity: 'error',
    tiers: 'production',
    why: 'A region loses a zone now and then. With three of them two thirds of the capacity keep working.',
    decidedBy:
      'VPCZoneIdentifier of AWS::AutoScaling::AutoScalingGroup, the subnets of AWS::ECS::Service and of load balancers of both kinds, and the subnet groups of RDS, DocumentDB, Neptune, ElastiCache and MemoryDB span 3 zones, or 2 in a region that has only two (us-west-1). Of subnets outside the app nobody can tell.',
    withSeaworthy: 'Network spans three zones in production, and InstanceService and LoadBalancer use all of them.',
    withCdk:
      'Set maxAzs of Vpc to 3, give the stack its env so that three are known, and place work in all subnets of a type.',
    documentation: 'https://aws.amazon.com/builders-library/static-stability-using-availability-zones/',
  },
  'HA-02': {
    title: 'Losing a zone leaves capacity',
    area: 'HA',
    severity: 'error',
    tiers: 'production',
    why: 'A minimum of one is an outage when its zone fails, and a ceiling without room for the lost zone is one when the rest takes over.',
    decidedBy:
      'MinSize of AWS::AutoScaling::AutoScalingGroup and MinCapacity of a scalable target of ECS are 2 or more, and MaxSize and MaxCapacity at least the minimum times z/(z-1), rounded up, for z zones; z is 3 where the subnets are not known. Without a scalable target DesiredCount is 2 or more.',
    withSeaworthy:
      'InstanceService asks this of capacity and refuses less; its default in production is 3 to 6 instances.',
    withCdk:
      'Set minCapacity of AutoScalingGroup and of autoScaleTaskCount to 2 or more, and maxCapacity to at least 1.5 times the minimum for three zones.',
    documentation:
      'https://docs.aws.amazon.com/whitepapers/latest/advanced-multi-az-resilience-patterns/advanced-multi-az-resilience-patterns.html',
  },
  'HA-03': {
    title: 'Databases fail over by themselves',
    area: 'HA',
    severity: 'error',
    tiers: 'production',
    why: 'A database in one zone is back when its zone is back. A standby in another one takes over within a minute or two.',
    decidedBy:
      'MultiAZ of each AWS::RDS::DBInstance is true. Each cluster of RDS, DocumentDB and Neptune has two instances or more, or a reader that scaling always keeps; one with DBClusterInstanceClass has three of its own. AWS::ElastiCache::ReplicationGroup has AutomaticFailoverEnabled and MultiAZEnabled true. Members of a cluster are not asked, and serverless caches pass.',
    withSeaworthy:
      'This library has no construct for databases: take those of the CDK, in the isolated subnets of Network.',
    withCdk:
      'Set multiAz of DatabaseInstance, give DatabaseCluster readers beside its writer, and set automaticFailoverEnabled and multiAzEnabled of CfnReplicationGroup.',
    documentation: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.MultiAZ.html',
  },
  'HA-04': {
    title: 'Egress does not hang on one zone',
    area: 'HA',
    severity: 'error',
    tiers: 'production',
    why: 'Private subnets that share the NAT gateway of another zone lose the internet together with that zone.',
    decidedBy:
      'The default route of each AWS::EC2::Subnet that has one to NAT leads to an AWS::EC2::NatGateway, or a NAT instance, in its own zone, or to one whose AvailabilityMode is regional.',
    withSeaworthy: 'Network has a gateway in each zone in production; egress also takes Egress.REGIONAL.',
    withCdk: 'Leave natGateways of Vpc at one per zone, or set natGatewayProvider to NatProvider.regionalGateway().',
    documentation: 'https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html',
  },
  'HA-05': {
    title: 'Sick instances are replaced',
    area: 'HA',
    severity: 'error',
    tiers: 'all',
    why: 'EC2 checks see a running machine. Only the load balancer sees that the application in it is dead.',
    decidedBy:
      'HealthCheckType of each AWS::AutoScaling::AutoScalingGroup behind a target group, by TargetGroupARNs or TrafficSources, contains ELB, and HealthCheckGracePeriod is above 0.',
    withSeaworthy:
      'InstanceService does so behind a loadBalancer; lifecycle.healthCheckGracePeriod takes another time.',
    withCdk:
      'Set healthChecks of AutoScalingGroup to HealthChecks.withAdditionalChecks with AdditionalHealthCheckType.ELB and a gracePeriod.',
    documentation: 'https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-health-checks.html',
  },
  'HA-06': {
    title: 'Health checks find a sick target within a minute',
    area: 'HA',
    severity: 'error',
    tiers: 'all',
    why: 'Until the check fails, users are sent to the sick target.',
    decidedBy:
      'In each AWS::ElasticLoadBalancingV2::TargetGroup health checks are on, HealthCheckIntervalSeconds times UnhealthyThresholdCount is 60 or less, HealthCheckTimeoutSeconds is below the interval, and a check by HTTP or HTTPS has HealthCheckPath written. What is not written counts as AWS documents its default.',
    withSeaworthy:
      'LoadBalancer.addTargetGroup finds it within 30 seconds and asks for healthCheckPath; so does InstanceService.',
    withCdk:
      'Set path, interval, timeout and unhealthyThresholdCount in healthCheck of ApplicationTargetGroup or NetworkTargetGroup. For targets that are functions add enabled: true, because their health checks are off by default.',
    documentation:
      'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html',
  },
  'HA-07': {
    title: 'What happens when most targets are sick is decided',
    area: 'HA',
    severity: 'error',
    tiers: 'production',
    why: 'By default a single healthy target of a group carries all the traffic, and falls.',
    decidedBy:
      'Each AWS::ElasticLoadBalancingV2::TargetGroup sets one attribute target_group_health.dns_failover.minimum_healthy_targets or target_group_health.unhealthy_state_routing.minimum_healthy_targets, as count or percentage, and not to off. Groups of functions and of GENEVE appliances are not asked.',
    withSeaworthy: 'LoadBalancer.addTargetGroup sets all four of them.',
    withCdk:
      'Set targetGroupHealth of the target group, for example dnsMinimumHealthyTargetPercentage and routingMinimumHealthyTargetPercentage.',
    documentation: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health.html',
  },
  'HA-08': {
    title: 'A sick zone can be left',
    area: 'HA',
    severity: 'error',
    tiers: 'production',
    why: 'With zonal shift on, one call moves the traffic out of a zone that is only half broken.',
    decidedBy: 'The attribute zonal_shift.config.enabled of each application and network load balancer is true.',
    withSeaworthy: 'LoadBalancer sets it.',
    withCdk: "Call setAttribute('zonal_shift.config.enabled', 'true') on the load balancer.",
    documentation: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/zonal-shift.html',
  },
  'HA-09': {
    title: 'Users see a page, not an error, when the service is down',
    area: 'HA',
    severity: 'warning',
    tiers: 'production',
    why: 'A page that says what happens keeps users calm and the support line free.',
    decidedBy:
      'Before each public application load balancer there is an AWS::CloudFront::Distribution with an origin group that it belongs to, a pair of Route 53 failover records, or a listener rule with the tag maintenance that redirects or answers 503.',
    withSeaworthy: 'LoadBalancer keeps such a rule ready; its prop maintenance switches the page on.',
    withCdk:
      'Add an ApplicationListenerRule with ListenerAction.fixedResponse(503) and Tags.of(rule).add() for the key maintenance, an OriginGroup of CloudFront, or records with failover set.',
    documentation: 'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover.html',
  },
} satisfies ChecklistItems;
