import { Aws } from 'aws-cdk-lib';
import type { AlertRoute } from '../../constructs/core/context';
import { malformedRoutes } from '../../constructs/observability/alert-route';
import { isGroup } from './merge';
import { pathText, type Problem } from './problem';
import { shortened } from './show';
import type { Source } from './source';
import { at, type View } from './view';

const ALLOWED = 'an e-mail address, an https URL, the ARN of an SNS topic or a Slack channel';

/** Routes that lead to nobody, or to a topic in a region that no alarm of the environment reaches. */
export function checkAlerts(view: View, source: Source): Problem[] {
  const region = at(view.data, ['region']);
  return ['page', 'ticket'].flatMap((severity) => {
    const routes = at(view.data, ['alerts', severity]);
    return (Array.isArray(routes) ? (routes as unknown[]) : []).flatMap((route, index) => {
      if (!isRoute(route)) {
        return [];
      }
      // A token is a region that nobody knows yet, which malformedRoutes compares with none.
      const [fault] = malformedRoutes([route], typeof region === 'string' ? region : Aws.REGION);
      const path = [...view.where(['alerts', severity]), index];
      return fault === undefined
        ? []
        : [
            source.problem(
              path,
              `${pathText(path)} must be ${ALLOWED}, got ${typeof route === 'string' ? shortened(fault, route) : fault}`,
            ),
          ];
    });
  });
}

function isRoute(route: unknown): route is AlertRoute {
  const isText = (value: unknown) => typeof value === 'string';
  return isText(route) || (isGroup(route) && isText(route.slackWorkspaceId) && isText(route.slackChannelId));
}
