import { Duration } from 'aws-cdk-lib';
import { Certificate, CertificateValidation } from 'aws-cdk-lib/aws-certificatemanager';
import { Peer, Port, SecurityGroup, SubnetType, type Vpc } from 'aws-cdk-lib/aws-ec2';
import {
  type ApplicationListener,
  ApplicationListenerRule,
  ApplicationLoadBalancer,
  ApplicationProtocol,
  ApplicationTargetGroup,
  ListenerAction,
  ListenerCondition,
  SslPolicy,
  TargetType,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import { ARecord, AaaaRecord, HostedZone, RecordTarget } from 'aws-cdk-lib/aws-route53';
import { LoadBalancerTarget } from 'aws-cdk-lib/aws-route53-targets';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { CfnLoggingConfiguration, CfnWebACL, CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';

export interface FrontDoorProps {
  readonly vpc: Vpc;
  readonly bucket: Bucket;
  readonly firewallLogs: LogGroup;
}

const PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Down for maintenance</title>
<h1>Down for maintenance</h1>
<p>We are working on this service. Please try again in a few minutes.</p>
</html>
`;

/** The load balancer with its name, certificate, listeners, target group and firewall. */
export class FrontDoor extends Construct {
  public readonly alb: ApplicationLoadBalancer;
  public readonly certificate: Certificate;
  public readonly targetGroup: ApplicationTargetGroup;

  constructor(scope: Construct, id: string, { vpc, bucket, firewallLogs }: FrontDoorProps) {
    super(scope, id);
    this.alb = this.makeBalancer(vpc, bucket);
    this.certificate = this.makeName();
    this.alb.addListener('Http', {
      port: 80,
      open: false,
      defaultAction: ListenerAction.redirect({ protocol: 'HTTPS', port: '443', permanent: true }),
    });
    const listener = this.alb.addListener('Https', {
      port: 443,
      certificates: [this.certificate],
      sslPolicy: SslPolicy.TLS13_12_RES_PQ,
      open: false,
      defaultAction: ListenerAction.fixedResponse(404, { contentType: 'text/plain', messageBody: 'Not found\n' }),
    });
    this.targetGroup = this.makeTargetGroup(vpc);
    this.makeRules(listener);
    this.makeFirewall(firewallLogs);
  }

  private makeBalancer(vpc: Vpc, bucket: Bucket): ApplicationLoadBalancer {
    const securityGroup = new SecurityGroup(this, 'SecurityGroup', {
      vpc,
      description: 'Load balancer',
      allowAllOutbound: false,
    });
    for (const peer of [Peer.anyIpv4(), Peer.anyIpv6()]) {
      securityGroup.addIngressRule(peer, Port.tcp(443), 'HTTPS');
      securityGroup.addIngressRule(peer, Port.tcp(80), 'HTTP, redirected');
    }
    const alb = new ApplicationLoadBalancer(this, 'Alb', {
      vpc,
      vpcSubnets: { subnetType: SubnetType.PUBLIC },
      internetFacing: true,
      securityGroup,
      deletionProtection: true,
      idleTimeout: Duration.seconds(60),
      dropInvalidHeaderFields: true,
      http2Enabled: true,
      preserveHostHeader: true,
    });
    alb.setAttribute('zonal_shift.config.enabled', 'true');
    alb.setAttribute('waf.fail_open.enabled', 'false');
    for (const kind of ['access', 'connection', 'health_check']) {
      alb.setAttribute(`${kind}_logs.s3.enabled`, 'true');
      alb.setAttribute(`${kind}_logs.s3.bucket`, bucket.bucketName);
      alb.setAttribute(`${kind}_logs.s3.prefix`, 'load-balancer');
    }
    return alb;
  }

  private makeName(): Certificate {
    const zone = HostedZone.fromHostedZoneAttributes(this, 'Zone', {
      hostedZoneId: 'Z0123456789ABCDEFGHIJ',
      zoneName: 'example.com',
    });
    const target = RecordTarget.fromAlias(new LoadBalancerTarget(this.alb));
    new ARecord(this, 'Ipv4', { zone, recordName: 'orders', target });
    new AaaaRecord(this, 'Ipv6', { zone, recordName: 'orders', target });
    return new Certificate(this, 'Certificate', {
      domainName: 'orders.example.com',
      validation: CertificateValidation.fromDns(zone),
    });
  }

  private makeTargetGroup(vpc: Vpc): ApplicationTargetGroup {
    return new ApplicationTargetGroup(this, 'TargetGroup', {
      vpc,
      port: 8080,
      protocol: ApplicationProtocol.HTTP,
      targetType: TargetType.INSTANCE,
      deregistrationDelay: Duration.seconds(30),
      healthCheck: {
        path: '/health',
        interval: Duration.seconds(10),
        timeout: Duration.seconds(5),
        healthyThresholdCount: 2,
        unhealthyThresholdCount: 3,
        healthyHttpCodes: '200',
      },
    });
  }

  private makeRules(listener: ApplicationListener): void {
    new ApplicationListenerRule(this, 'Maintenance', {
      listener,
      priority: 1,
      conditions: [ListenerCondition.hostHeaders(['maintenance.invalid'])],
      action: ListenerAction.fixedResponse(503, { contentType: 'text/html', messageBody: PAGE }),
    });
    new ApplicationListenerRule(this, 'Orders', {
      listener,
      priority: 100,
      conditions: [ListenerCondition.hostHeaders(['orders.example.com'])],
      action: ListenerAction.forward([this.targetGroup]),
    });
  }

  private makeFirewall(logGroup: LogGroup): void {
    const visibility = (metricName: string): CfnWebACL.VisibilityConfigProperty => ({
      metricName,
      cloudWatchMetricsEnabled: true,
      sampledRequestsEnabled: true,
    });
    const acl = new CfnWebACL(this, 'WebAcl', {
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      visibilityConfig: visibility('orders'),
      rules: [
        {
          name: 'RateLimit',
          priority: 1,
          action: { block: { customResponse: { responseCode: 429 } } },
          statement: { rateBasedStatement: { aggregateKeyType: 'IP', evaluationWindowSec: 300, limit: 2000 } },
          visibilityConfig: visibility('RateLimit'),
        },
        ...['AmazonIpReputationList', 'KnownBadInputsRuleSet', 'CommonRuleSet'].map((name, index) => ({
          name,
          priority: 2 + index,
          overrideAction: { none: {} },
          statement: { managedRuleGroupStatement: { vendorName: 'AWS', name: `AWSManagedRules${name}` } },
          visibilityConfig: visibility(name),
        })),
      ],
    });
    new CfnWebACLAssociation(this, 'WebAclAssociation', {
      resourceArn: this.alb.loadBalancerArn,
      webAclArn: acl.attrArn,
    });
    new CfnLoggingConfiguration(this, 'WebAclLogging', {
      resourceArn: acl.attrArn,
      logDestinationConfigs: [`arn:aws:logs:eu-west-1:111122223333:log-group:${logGroup.logGroupName}`],
      redactedFields: ['authorization', 'cookie'].map((name) => ({ singleHeader: { Name: name } })),
    });
  }
}
