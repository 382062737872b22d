import { findChromium } from './chromium';

test('a browser is found by its name in the environment, before any on the PATH', () => {
  expect(findChromium({ CHROMIUM_PATH: '/opt/chrome', PATH: '' })).toBe('/opt/chrome');
});

test('no browser is fine on a desk and an error where everything must be tested', () => {
  expect(findChromium({ PATH: '/nowhere' })).toBeUndefined();
  expect(() => findChromium({ PATH: '/nowhere', CI: 'true' })).toThrow(
    'No Chromium is on the PATH: install it, or name it in CHROMIUM_PATH',
  );
});
