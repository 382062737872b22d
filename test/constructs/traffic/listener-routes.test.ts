import { ListenerRoutes, type Route } from '../../../constructs/traffic/listener-routes';
import { testStack } from '../../_helpers/stack';
import { thrownBy } from './balancer';

const PRECISE_FIRST: [string, Route][] = [
  ['host and long path', { hosts: ['a.example.com'], paths: ['/api/v2/*'] }],
  ['host and path', { hosts: ['a.example.com'], paths: ['/api/*'] }],
  ['long path', { paths: ['/api/v2/*'] }],
  ['path', { paths: ['/api/*'] }],
  ['host', { hosts: ['a.example.com'] }],
  ['any host of a domain', { hosts: ['*.example.com'] }],
  ['everything else', {}],
];

describe('ListenerRoutes', () => {
  test('asks the more precise rule first, in whatever order they were added', () => {
    const inOrder = new ListenerRoutes();
    const reversed = new ListenerRoutes();
    const scope = testStack();
    const priorities = PRECISE_FIRST.map(([id, route]) => inOrder.add(scope, id, route));
    const others = [...PRECISE_FIRST].reverse().map(([id, route]) => reversed.add(scope, id, route));
    expect(priorities).toEqual([...priorities].sort((one, other) => one - other));
    expect(others.reverse()).toEqual(priorities);
    expect(Math.min(...priorities)).toBeGreaterThan(9999);
    expect(Math.max(...priorities)).toBeLessThanOrEqual(50_000);
  });

  test('tells equals apart without moving one', () => {
    const scope = testStack();
    const routes = new ListenerRoutes();
    const priorities = Array.from({ length: 60 }, (_, index) =>
      routes.add(scope, `Group${index}`, { hosts: [`h${index}.example.com`] }),
    );
    expect(new Set(priorities).size).toBe(60);
    expect(new ListenerRoutes().add(scope, 'Group0', { hosts: ['h0.example.com'] })).toBe(priorities[0]);
  });

  test('an explicit priority wins, and is refused twice', () => {
    const scope = testStack();
    const routes = new ListenerRoutes();
    expect(routes.add(scope, 'A', { priority: 7 })).toBe(7);
    const error = thrownBy(() => routes.add(scope, 'B', { priority: 7, paths: ['/b'] }));
    expect(error.code).toBe('PriorityTaken');
    expect(error.message).toBe(
      "priority must be unique on a listener, got 7 twice\n  at: Test/Stack\n  fix: give 'B' or 'A' another priority, or leave it out",
    );
  });

  test('refuses two groups for the same requests', () => {
    const scope = testStack();
    const routes = new ListenerRoutes();
    routes.add(scope, 'A', { hosts: ['b.example.com', 'a.example.com'] });
    const error = thrownBy(() => routes.add(scope, 'B', { hosts: ['a.example.com', 'b.example.com'], priority: 3 }));
    expect(error.code).toBe('RouteTaken');
    expect(error.message).toBe(
      "hosts and paths of 'B' are those of 'A', got no request ever\n  at: Test/Stack\n  fix: give the two target groups different hosts or paths",
    );
  });
});
