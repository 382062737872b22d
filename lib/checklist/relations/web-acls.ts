import type { Cursor, Resource } from '../model';
import type { TemplateIndex } from '../template-index';

export const WEB_ACL = 'AWS::WAFv2::WebACL';
export const DISTRIBUTION = 'AWS::CloudFront::Distribution';
export const API_STAGE = 'AWS::ApiGateway::Stage';
export const REST_API = 'AWS::ApiGateway::RestApi';
const ASSOCIATION = 'AWS::WAFv2::WebACLAssociation';
const RULE_GROUP = 'AWS::WAFv2::RuleGroup';

/** A rule of a web ACL, or of a rule group of the app that the web ACL refers to. */
export interface WebAclRule {
  readonly place: Cursor;
  /** True where all that it would do is overridden by counting. */
  readonly isCounted: boolean;
}

/** The places that name the web ACL of an entrance. */
export function aclPlacesOf(entrance: Resource, index: TemplateIndex): Cursor[] {
  if (entrance.type === DISTRIBUTION) {
    return [entrance.at('DistributionConfig.WebACLId')].filter((place) => !place.isAbsent && place.text() !== '');
  }
  const associations =
    entrance.type === API_STAGE
      ? associationsOfStage(entrance, index)
      : index.linked(entrance, ASSOCIATION, 'ResourceArn');
  return associations.map((one) => one.at('WebACLArn'));
}

/** The web ACL of the app that a place means. */
export function aclAt(place: Cursor, from: Resource, index: TemplateIndex): Resource | undefined {
  return index.meant(place, from, WEB_ACL);
}

/** The resources that a web ACL stands before. */
export function guardedBy(acl: Resource, index: TemplateIndex): Resource[] {
  const distributions = index.linked(acl, DISTRIBUTION, 'DistributionConfig.WebACLId');
  const associations = index.linked(acl, ASSOCIATION, 'WebACLArn');
  const others = associations.flatMap((one) =>
    one
      .at('ResourceArn')
      .mentions()
      .flatMap((found) => entrance(found, one, index)),
  );
  return [...new Set([...distributions, ...others])];
}

/** The rules of a web ACL with those of the app's rule groups in it; `others` are rule groups outside the app. */
export function rulesOfAcl(acl: Resource, index: TemplateIndex): { rules: WebAclRule[]; others: Cursor[] } {
  const rules: WebAclRule[] = [];
  const others: Cursor[] = [];
  for (const place of acl.at('Rules').items()) {
    const isCounted = !place.at('OverrideAction.Count').isAbsent;
    const reference = place.at('Statement.RuleGroupReferenceStatement.Arn');
    const overridden = weakenedRules(place.at('Statement.RuleGroupReferenceStatement'));
    const group = index.meant(reference, acl, RULE_GROUP);
    rules.push({ place, isCounted });
    if (group !== undefined) {
      rules.push(
        ...group
          .at('Rules')
          .items()
          .map((rule) => ({ place: rule, isCounted: isCounted || overridden.includes(rule.at('Name').text()) })),
      );
    } else if (!reference.isAbsent) {
      others.push(reference);
    }
  }
  return { rules, others };
}

/** The rules of a group that a statement of a web ACL has let through or count; undefined for a name nobody knows. */
export function weakenedRules(statement: Cursor): (string | undefined)[] {
  const overrides = statement.at('RuleActionOverrides').items();
  const isWeak = (one: Cursor) => ['Count', 'Allow'].some((action) => !one.at(`ActionToUse.${action}`).isAbsent);
  return [...overrides.filter(isWeak), ...statement.at('ExcludedRules').items()].map((one) => one.at('Name').text());
}

function associationsOfStage(stage: Resource, index: TemplateIndex): Resource[] {
  const direct = index.referrers(stage, ASSOCIATION);
  const api = index.meant(stage.at('RestApiId'), stage, REST_API);
  const name = stage.at('StageName').shown();
  const byApi = api === undefined ? [] : index.referrers(api, ASSOCIATION);
  return [
    ...new Set([
      ...direct.filter((one) => one.at('ResourceArn').mentions().includes(stage)),
      ...byApi.filter((one) => one.at('ResourceArn').shown().endsWith(`/stages/${name}`)),
    ]),
  ];
}

function entrance(found: Resource, association: Resource, index: TemplateIndex): Resource[] {
  return found.type !== REST_API
    ? [found]
    : index
        .linked(found, API_STAGE, 'RestApiId')
        .filter((stage) => associationsOfStage(stage, index).includes(association));
}
