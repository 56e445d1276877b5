// Apollo Client with apollo-upload-client: prints the task that is made with a picture.
import { readFile } from 'node:fs/promises';
import { ApolloClient, gql, InMemoryCache } from '@apollo/client';
import UploadHttpLink from 'apollo-upload-client/UploadHttpLink.mjs';

const [uri, authorization, path] = process.argv.slice(2);
const client = new ApolloClient({
  cache: new InMemoryCache(),
  link: new UploadHttpLink({ uri, headers: { authorization } }),
});
const file = new File([await readFile(path)], 'fox.png', { type: 'image/png' });
const { data } = await client.mutate({
  mutation: gql`
    mutation Create($input: CreateTaskInput!) {
      createTask(input: $input) {
        task { prompt originalImage { url contentType width height sha256 } }
        errors { code message }
      }
    }
  `,
  variables: { input: { prompt: '一只狐狸', taskType: 'IMAGE_EDIT', originalImage: { file } } },
});
console.log(JSON.stringify(data.createTask));
