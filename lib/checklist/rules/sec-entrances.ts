import { reading } from '../expect';
import type { Cursor, Resource } from '../model';
import { isApplicationLoadBalancer, isPublic, LOAD_BALANCER } from '../relations/load-balancing';
import {
  aclAt,
  aclPlacesOf,
  API_STAGE,
  DISTRIBUTION,
  guardedBy,
  REST_API,
  rulesOfAcl,
  weakenedRules,
  WEB_ACL,
  type WebAclRule,
} from '../relations/web-acls';
import { allOf, anyOf, met, missed, undecided, undecidedAt, type Verdict } from '../rule';
import type { TemplateIndex } from '../template-index';

const ACTS = ['Block', 'Captcha', 'Challenge'];
const COMMON = 'AWSManagedRulesCommonRuleSet';

/** The types that SEC-08 speaks of: the entrances for their web ACL, the web ACL for its rules. */
export const GUARD_TYPES = [LOAD_BALANCER, DISTRIBUTION, API_STAGE, WEB_ACL];

/** Met where a public entrance has a web ACL, and where the web ACL of one has the rules that it needs. */
export function entranceIsGuarded(resource: Resource, index: TemplateIndex): Verdict | undefined {
  if (resource.type === WEB_ACL) {
    const guarded = guardedBy(resource, index).filter((one) => isOpen(one, index) === true);
    return guarded.length === 0 ? undefined : aclIsStrong(resource, index);
  }
  const open = isOpen(resource, index);
  if (open === false) {
    return undefined;
  }
  const verdict = hasAcl(resource, index);
  return open === undefined && verdict.state === 'missed'
    ? undecided('nobody can tell yet whether it is a public entrance')
    : verdict;
}

function hasAcl(entrance: Resource, index: TemplateIndex): Verdict {
  const verdicts = aclPlacesOf(entrance, index).map((place) => {
    const acl = aclAt(place, entrance, index);
    return acl === undefined
      ? undecided(`${reading(place)}, a web ACL outside the app`, {
          locations: entrance.type === DISTRIBUTION ? [place.path] : [],
        })
      : met(`${acl.id} stands before it`, { evidence: [acl] });
  });
  return anyOf(...verdicts) ?? missed('no web ACL stands before it', 'an associated web ACL of AWS WAF');
}

/** Whether the internet reaches an entrance: undefined where nobody knows. */
function isOpen(entrance: Resource, index: TemplateIndex): boolean | undefined {
  switch (entrance.type) {
    case LOAD_BALANCER:
      return isOpenLoadBalancer(entrance);
    case DISTRIBUTION:
      return true;
    case API_STAGE:
      return isPublicApi(index.meant(entrance.at('RestApiId'), entrance, REST_API));
    default:
      return false;
  }
}

function isOpenLoadBalancer(loadBalancer: Resource): boolean | undefined {
  const isOpen = isApplicationLoadBalancer(loadBalancer) ? isPublic(loadBalancer) : false;
  return isOpen === true && loadBalancer.at('Type').isUndecided ? undefined : isOpen;
}

function isPublicApi(api: Resource | undefined): boolean | undefined {
  const types = api?.at('EndpointConfiguration.Types');
  if (types === undefined || types.isUndecided) {
    return undefined;
  }
  return !types.items().some((type) => type.text() === 'PRIVATE');
}

function aclIsStrong(acl: Resource, index: TemplateIndex): Verdict | undefined {
  const list = acl.at('Rules');
  if (list.isUndecided) {
    return undecidedAt(list);
  }
  const { rules, others } = rulesOfAcl(acl, index);
  const elsewhere = others.map(undecidedAt);
  return allOf(
    anyOf(...rules.map(isCommon), ...elsewhere) ?? missed('no managed common rules', `${COMMON} of AWS, not counted`),
    anyOf(...rules.map(isRate), ...elsewhere) ?? missed('no rate rule', 'a rate-based rule that blocks'),
    ...rules.map(onlyCounts),
  );
}

function isCommon(rule: WebAclRule): Verdict | undefined {
  const managed = managedGroup(rule);
  if (managed?.at('Name').text() !== COMMON) {
    return undefined;
  }
  const [narrowing, ...lists] = ['ScopeDownStatement', 'RuleActionOverrides', 'ExcludedRules'].map((name) =>
    managed.at(name),
  );
  const hidden = lists.find((list) => list.isUndecided);
  const open =
    narrowing?.isAbsent === false
      ? undecided(`${COMMON} sees only what ${narrowing.name} lets through`, { locations: [narrowing.path] })
      : hidden && undecidedAt(hidden);
  return onlyCounts(rule) ?? open ?? met(`${COMMON} is on`, { locations: [rule.place.path] });
}

/** Missed where rules that AWS manages, or some of them, may not block. */
function onlyCounts(rule: WebAclRule): Verdict | undefined {
  const managed = managedGroup(rule);
  const details = { locations: [rule.place.path] };
  const name = managed?.at('Name').shown() ?? '';
  const weak = managed === undefined ? [] : weakenedRules(managed);
  if (managed !== undefined && rule.isCounted) {
    return missed(`${name} only counts`, `${name} without OverrideAction Count`, details);
  }
  const names = weak.map((one) => one ?? 'a rule').join(', ');
  return weak.length > 0 ? missed(`${names} of ${name} may not block`, `all rules of ${name}`, details) : undefined;
}

function managedGroup({ place }: WebAclRule): Cursor | undefined {
  const managed = place.at('Statement.ManagedRuleGroupStatement');
  return managed.at('VendorName').text() === 'AWS' ? managed : undefined;
}

function isRate({ place, isCounted }: WebAclRule): Verdict | undefined {
  if (place.at('Statement.RateBasedStatement').isAbsent) {
    return undefined;
  }
  const details = { locations: [place.path] };
  const acts = !isCounted && ACTS.some((action) => isGiven(place.at(`Action.${action}`)));
  return acts
    ? met('a rate rule is on', details)
    : missed('the rate rule only counts', 'a rate-based rule that blocks', details);
}

function isGiven(place: Cursor): boolean {
  return !place.isAbsent;
}
