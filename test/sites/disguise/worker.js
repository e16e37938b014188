'use strict';
importScripts('/disguise/probes.js');
const query = new URLSearchParams(location.search);
const run = query.get('run');
const realm = query.get('realm');
if (realm === 'nested-worker') new Worker(`/disguise/worker.js?run=${run}&realm=inner-worker`);
report(run, realm, {}, realm === 'worker' ? 'shapes' : undefined);
