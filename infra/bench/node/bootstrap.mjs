// The same function as src/bin/baseline.rs for Node: one client, one GetItem, and the loop that the managed runtime
// runs around a handler.
import http from 'node:http';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';

const client = new DynamoDBClient({});
const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(':');
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });

function call(method, path, body) {
  return new Promise((resolve, reject) => {
    const request = http.request({ host, port, method, path: `/2018-06-01/runtime/invocation/${path}`, agent }, (response) => {
      const parts = [];
      response.on('data', (part) => parts.push(part));
      response.on('end', () => resolve({ headers: response.headers, body: Buffer.concat(parts).toString() }));
    });
    request.on('error', reject);
    request.end(body);
  });
}

async function handle() {
  const key = { pk: { S: 'a' }, sk: { S: 'b' } };
  const answer = await client.send(new GetItemCommand({ TableName: 'identity', Key: key }));
  return { statusCode: answer.Item ? 200 : 404, headers: {}, cookies: [], isBase64Encoded: false };
}

for (;;) {
  const event = await call('GET', 'next');
  const id = event.headers['lambda-runtime-aws-request-id'];
  try {
    await call('POST', `${id}/response`, JSON.stringify(await handle(JSON.parse(event.body))));
  } catch (error) {
    await call('POST', `${id}/error`, JSON.stringify({ errorMessage: String(error), errorType: error.name }));
  }
}
