import assert from 'node:assert/strict';
import { runTemplate, TemplateError } from '../src/providers/containerService/goTemplate';

describe('templates of kubectl', () => {
  const data = {
    items: [
      { name: 'a', state: { reason: 'Waits', message: 'x y\n"z"' } },
      { name: 'b', state: {} },
    ],
  };

  for (const [template, printed] of [
    ['{{range .items}}{{.name}};{{end}}', 'a;b;'],
    ['{{range .none}}x{{else}}nothing{{end}}', 'nothing'],
    ['{{range .items}}{{$one := .}}{{with .state.reason}}{{$one.name}}={{.}}{{end}}{{end}}', 'a=Waits'],
    [
      '{{range .items}}{{with .state.reason}}{{if eq . "Runs" "Waits"}}yes{{else}}no{{end}}{{end}}{{end}}',
      'yes',
    ],
    ['{{range .items}}{{with .state.message}}{{printf "%.3s" . | urlquery}}{{"\\n"}}{{end}}{{end}}', 'x+y\n'],
    ['{{range .items}}{{with .state.message}}{{urlquery .}}{{end}}{{end}}', 'x+y%0A%22z%22'],
    ['{{.items.none}}', TemplateError],
    ['{{range .items}}', TemplateError],
    ['{{exec "rm"}}', TemplateError],
    ['{{$none}}', TemplateError],
    ['{{eq .none "a"}}', TemplateError],
  ] as const) {
    it(`are printed: ${template}`, () => {
      if (typeof printed === 'string') assert.equal(runTemplate(template, data), printed);
      else assert.throws(() => runTemplate(template, data), printed);
    });
  }
});
