import type { INS } from '../../../constructs/core/items/ins';
import { DEPRECATED_RUNTIMES } from '../data/lambda-runtimes';
import { expectNumber, expectSet, expectText } from '../expect';
import type { Resource } from '../model';
import { isProvider } from '../providers';
import { TASK_DEFINITION } from '../relations/containers';
import { isOfGroup, launchTemplateOf, launchTemplateSpecifications } from '../relations/launch-templates';
import { allOf, met, missed, undecided, type Rule, type Verdict } from '../rule';
import type { TemplateIndex } from '../template-index';
import { imagesAreImmutable } from './ins-images';
import { repositoryIsImmutableAndScanned } from './ins-repositories';

const DAY = 24 * 60 * 60;

export const INS_RULES: Record<keyof typeof INS, Rule> = {
  'INS-01': {
    types: ['AWS::AutoScaling::AutoScalingGroup', 'AWS::EC2::LaunchTemplate'],
    judge: (resource, index) =>
      resource.type === 'AWS::EC2::LaunchTemplate' ? imageIsSet(resource, index) : usesLaunchTemplate(resource, index),
  },
  'INS-02': {
    types: ['AWS::AutoScaling::AutoScalingGroup'],
    judge: (group) =>
      expectNumber(group.at('MaxInstanceLifetime'), {
        expected: 'between 86400 and 2592000 seconds (1 to 30 days)',
        holds: (seconds) => seconds >= DAY && seconds <= 30 * DAY,
      }),
  },
  'INS-03': { types: [TASK_DEFINITION], judge: imagesAreImmutable },
  'INS-04': { types: ['AWS::ECR::Repository'], judge: repositoryIsImmutableAndScanned },
  'INS-05': {
    types: ['AWS::Lambda::Function'],
    judge: (lambda) => {
      const runtime = lambda.at('Runtime');
      return isProvider(lambda) || runtime.isAbsent
        ? undefined
        : expectText(runtime, {
            expected: 'a runtime that is not deprecated',
            holds: (name) => !DEPRECATED_RUNTIMES.has(name),
          });
    },
  },
};

function usesLaunchTemplate(group: Resource, index: TemplateIndex): Verdict | undefined {
  const expected = 'LaunchTemplate or MixedInstancesPolicy';
  const old = ['LaunchConfigurationName', 'InstanceId'].map((name) => group.at(name)).find((place) => !place.isAbsent);
  if (old !== undefined) {
    return missed(`${old.name} is ${old.shown()}`, expected, { locations: [old.path] });
  }
  const places = launchTemplateSpecifications(group);
  if (places.length === 0) {
    return missed('neither LaunchTemplate nor MixedInstancesPolicy is set', expected, {
      locations: ['Properties.LaunchTemplate'],
    });
  }
  return allOf(
    ...places.map((place) => {
      const template = launchTemplateOf(place, group, index);
      return template === undefined
        ? undecided(`the launch template at ${place.name} is outside the app`, { locations: [place.path] })
        : met(`${place.name} is ${template.id}`, { evidence: [template] });
    }),
  );
}

function imageIsSet(template: Resource, index: TemplateIndex): Verdict | undefined {
  return isOfGroup(template, index) ? expectSet(template.at('LaunchTemplateData.ImageId')) : undefined;
}
