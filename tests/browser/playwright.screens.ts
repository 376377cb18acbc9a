// The same browser, pictures instead of journeys.

import config from './playwright.config'

export default { ...config, testDir: '.', testMatch: 'screens.spec.ts' }
