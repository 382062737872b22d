import { App, Stack } from 'aws-cdk-lib';
import { viaService } from '../../../constructs/security/via-service';

describe('viaService', () => {
  const inRegion = (region?: string): unknown => {
    const stack = new Stack(new App(), 'Stack', { env: { region } });
    return stack.resolve(viaService(stack, 'secretsmanager'));
  };

  test.each(['eu-west-1', 'us-gov-west-1'])('names the service of %s as AWS documents it', (region) => {
    expect(inRegion(region)).toBe(`secretsmanager.${region}.amazonaws.com`);
  });

  test('names both suffixes where the region has one of its own', () => {
    expect(inRegion('cn-north-1')).toEqual([
      'secretsmanager.cn-north-1.amazonaws.com',
      'secretsmanager.cn-north-1.amazonaws.com.cn',
    ]);
  });

  test('names both where the region is not known before deployment', () => {
    const region = { Ref: 'AWS::Region' };
    expect(inRegion()).toEqual([
      { 'Fn::Join': ['', ['secretsmanager.', region, '.amazonaws.com']] },
      { 'Fn::Join': ['', ['secretsmanager.', region, '.', { Ref: 'AWS::URLSuffix' }]] },
    ]);
  });
});
