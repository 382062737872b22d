import { CfnParameter, Stack } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { PublicHostedZone } from 'aws-cdk-lib/aws-route53';
import { Alerts } from '../../../constructs/observability/alerts';
import { Domain, type DomainProps } from '../../../constructs/traffic/domain';
import { templateOf, testStack } from '../../_helpers/stack';
import { CERTIFICATE, DOMAIN, thrownBy, ZONE } from './balancer';

describe('Domain', () => {
  test('makes a certificate that is validated in the zone', () => {
    const stack = testStack();
    const domain = new Domain(stack, 'Domain', DOMAIN);
    expect(domain.hostedZone?.hostedZoneId).toBe(ZONE.hostedZoneId);
    templateOf(stack).hasResourceProperties('AWS::CertificateManager::Certificate', {
      DomainName: 'orders.example.com',
      ValidationMethod: 'DNS',
      DomainValidationOptions: [{ DomainName: 'orders.example.com', HostedZoneId: ZONE.hostedZoneId }],
      KeyAlgorithm: 'RSA_2048',
      CertificateTransparencyLoggingPreference: 'ENABLED',
    });
  });

  test('leads the name to its target over IPv4 and IPv6', () => {
    const stack = testStack();
    const domain = new Domain(stack, 'Domain', DOMAIN);
    domain.pointTo({ bind: () => ({ dnsName: 'lb.example.net', hostedZoneId: 'Z2', evaluateTargetHealth: true }) });
    expect(domain.records).toHaveLength(2);
    for (const Type of ['A', 'AAAA']) {
      templateOf(stack).hasResourceProperties('AWS::Route53::RecordSet', {
        Type,
        Name: 'orders.example.com.',
        HostedZoneId: ZONE.hostedZoneId,
        AliasTarget: { DNSName: 'lb.example.net', HostedZoneId: 'Z2', EvaluateTargetHealth: true },
        Comment: Match.anyValue(),
      });
    }
  });

  test('takes a zone of the app, the zone itself as name, and a zone name that nobody knows yet', () => {
    const stack = testStack();
    const zone = new PublicHostedZone(stack, 'Zone', { zoneName: 'example.com' });
    expect(new Domain(stack, 'A', { domainName: 'example.com', hostedZone: zone }).hostedZone).toBe(zone);
    const zoneName = new CfnParameter(stack, 'ZoneName').valueAsString;
    expect(() => new Domain(stack, 'B', { ...DOMAIN, hostedZone: { ...ZONE, zoneName } })).not.toThrow();
    expect(
      () => new Domain(stack, 'C', { ...DOMAIN, hostedZone: { ...ZONE, zoneName: 'Example.com.' } }),
    ).not.toThrow();
  });

  test('with a certificate of its own it makes none, and without a zone no record', () => {
    const stack = testStack();
    const domain = new Domain(stack, 'Domain', { domainName: 'orders.example.org', certificateArn: CERTIFICATE });
    domain.pointTo({ bind: () => ({ dnsName: 'lb.example.net', hostedZoneId: 'Z2' }) });
    expect(domain.certificate.certificateArn).toBe(CERTIFICATE);
    templateOf(stack).resourceCountIs('AWS::CertificateManager::Certificate', 0);
    templateOf(stack).resourceCountIs('AWS::Route53::RecordSet', 0);
  });

  test('takes a certificate of any region where the stack has none', () => {
    const stack = new Stack();
    new Alerts(stack, 'Alerts', { page: ['pager@example.com'], ticket: ['orders@example.com'] });
    expect(() => new Domain(stack, 'Domain', { ...DOMAIN, certificateArn: CERTIFICATE })).not.toThrow();
  });

  test.each<[string, Partial<DomainProps>, string]>([
    [
      'DomainOutsideZone',
      { domainName: 'orders.example.org' },
      "domainName must be 'example.com', the name of its hosted zone, or end in '.example.com', got 'orders.example.org'",
    ],
    [
      'DomainOutsideZone',
      { domainName: 'orders.badexample.com' },
      "domainName must be 'example.com', the name of its hosted zone, or end in '.example.com', got 'orders.badexample.com'",
    ],
    [
      'DomainNameMalformed',
      { domainName: 'https://orders.example.com' },
      "domainName must be a host name like orders.example.com, without scheme, port or path, got 'https://orders.example.com'",
    ],
    [
      'DomainNameMalformed',
      { domainName: '*.example.com' },
      "domainName must be a host name like orders.example.com, without scheme, port or path, got '*.example.com'",
    ],
    [
      'DomainWithoutProof',
      { hostedZone: undefined },
      "hostedZone or certificateArn must be given for 'orders.example.com': a certificate can only be validated in a zone of Route 53",
    ],
    [
      'CertificateArnWrong',
      { certificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/a' },
      'certificateArn must name a certificate in eu-west-1, the region of the load balancer, ' +
        "got one in us-east-1: 'arn:aws:acm:us-east-1:111122223333:certificate/a'",
    ],
    [
      'CertificateArnWrong',
      { certificateArn: 'orders' },
      "certificateArn must be the ARN of an ACM certificate (arn:aws:acm:REGION:ACCOUNT:certificate/ID), got 'orders'",
    ],
  ])('refuses with %s: %j', (code, wrong, text) => {
    const error = thrownBy(() => new Domain(testStack(), 'Domain', { ...DOMAIN, ...wrong }));
    expect(error.code).toBe(code);
    expect(error.message).toBe(`${text}\n  at: Test/Stack/Domain`);
  });
});
