import type { Problem } from './problem';
import { show } from './show';
import type { Source } from './source';
import { at, type View } from './view';

/** A name, its hosted zone and its certificate must belong together. */
export function checkDomain(view: View, source: Source): Problem[] {
  const [name, zone] = [at(view.data, ['domain', 'name']), at(view.data, ['domain', 'hostedZone', 'name'])];
  const problems: Problem[] = [];
  if (typeof name === 'string' && typeof zone === 'string' && name !== zone && !name.endsWith(`.${zone}`)) {
    const message = `domain.name must lie in the hosted zone ${zone} in ${view.name}, got ${show(name)}`;
    problems.push(source.problem(view.where(['domain', 'name']), message));
  }
  if (zone !== undefined && name === undefined) {
    const message = `domain.name is missing in ${view.name}: without it the hosted zone says nothing`;
    problems.push(source.problem(view.where(['domain', 'hostedZone']), message));
  }
  if (at(view.data, ['domain']) === undefined) {
    const message =
      `domain is missing in ${view.name}: HTTPS needs a certificate, of a domain in a hosted zone or by its ` +
      'certificateArn; write it there or for all environments';
    problems.push(source.problemAtKey(['environments'], view.name, message));
  }
  return [...problems, ...checkCertificate(view, source)];
}

function checkCertificate(view: View, source: Source): Problem[] {
  const [certificate, region] = [at(view.data, ['domain', 'certificateArn']), at(view.data, ['region'])];
  const certificateRegion = typeof certificate === 'string' ? certificate.split(':')[3] : undefined;
  if (certificateRegion === undefined || typeof region !== 'string' || certificateRegion === region) {
    return [];
  }
  const message = `domain.certificateArn must be of the region ${region} of ${view.name}, got ${show(certificateRegion)}`;
  return [source.problem(view.where(['domain', 'certificateArn']), message)];
}
