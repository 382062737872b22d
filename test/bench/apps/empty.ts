import { App, Stack } from 'aws-cdk-lib';

// What `cdk init` begins with: an app with one stack and nothing in it.
const app = new App({ autoSynth: false });
new Stack(app, 'Empty');
app.synth();
