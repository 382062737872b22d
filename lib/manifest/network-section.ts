import { z } from 'zod';
import { existingCidr, vpcCidr, whole } from './words';

const provision = z.enum(['create', 'use', 'skip']);
const subnetIds = z.array(z.string().regex(/^subnet-[0-9a-f]+$/, { error: 'must be the id of a subnet' })).min(2);
const routeTableIds = z
  .array(z.string().regex(/^rtb-[0-9a-f]+$/, { error: 'must be the id of a route table' }))
  .optional();

const existing = z
  .strictObject({
    vpcId: z
      .string()
      .regex(/^vpc-[0-9a-f]+$/, { error: 'must be the id of a VPC' })
      .describe('Its id'),
    cidr: existingCidr.describe('Its IPv4 range'),
    publicSubnetIds: subnetIds.describe('One per availability zone, in the order of availabilityZones'),
    privateSubnetIds: subnetIds.describe('One per availability zone, in the order of availabilityZones'),
    isolatedSubnetIds: subnetIds.optional().describe('One per availability zone, in the order of availabilityZones'),
    publicRouteTableIds: routeTableIds.describe('One per public subnet, where gateway endpoints are created'),
    privateRouteTableIds: routeTableIds.describe('One per private subnet, where gateway endpoints are created'),
    isolatedRouteTableIds: routeTableIds.describe('One per isolated subnet, where gateway endpoints are created'),
    gatewayEndpoints: provision.describe(
      'Endpoints for S3 and DynamoDB: make them, rely on those that are there, or do without',
    ),
    interfaceEndpoints: provision.describe('Endpoints for other services: likewise'),
    flowLogs: z.enum(['create', 'skip']).optional().describe('Flow logs into the log archive'),
    queryLogs: z.enum(['create', 'skip']).optional().describe('Records of name look-ups into the log archive'),
  })
  .describe('A VPC that is there already, in the place of a new one; needs availabilityZones');

/** The section `network`. */
export const network = z
  .strictObject({
    cidr: vpcCidr.optional().describe('IPv4 range of the VPC, from /16 to /22'),
    zones: whole(2, 4).optional().describe('How many availability zones'),
    egress: z
      .enum(['perZone', 'regional', 'single', 'endpointsOnly'])
      .optional()
      .describe(
        'How instances reach the internet: a NAT gateway per zone, a regional one, a single one, or not at all',
      ),
    interfaceEndpoints: z
      .array(
        z
          .string()
          .regex(/^[a-z0-9.-]+$/, { error: 'must be the short name of an endpoint service, like secretsmanager' }),
      )
      .optional()
      .describe('AWS services reached inside the VPC, by the short names of their endpoints, like secretsmanager'),
    extraTiers: z
      .array(
        z.strictObject({
          name: z
            .string()
            .regex(/^[a-z][a-z0-9-]*$/, { error: 'must be lower-case letters, digits and hyphens' })
            .describe('Its name'),
          subnetType: z.enum(['public', 'private', 'isolated']).optional().describe('What its subnets can reach'),
        }),
      )
      .max(4)
      .optional()
      .describe('Tiers of subnets beside public, private and isolated'),
    existing: existing.optional(),
  })
  .describe('The VPC');
