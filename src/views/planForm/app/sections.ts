/** The fields, section by section. */
import { t } from '@vscode/l10n';
import { html, nothing, type TemplateResult } from '../../ui/html';
import { keyed } from 'lit-html/directives/keyed.js';
import { ref } from 'lit-html/directives/ref.js';
import { repeat } from 'lit-html/directives/repeat.js';
import { checkbox, dropdown, progressRing, radioGroup, textField } from '../../ui/controls';
import { longestText } from '../protocol';
import type { FieldView, FormView, SectionGroup, SectionView } from '../protocol/fields';
import { commandToCopy } from './command';
import { edit, fieldElement, isTouched, shownValue, takeOffer } from './host';
import { icon } from '../../webview/app/icons';

/** Ids of the fields that have a row of their own. */
type Wide = ReadonlySet<string>;

/**
 * `isFolded`: a plan is shown, and the choices that led to it are a click away. The elements stay the same in both ways of
 * showing them, so that an edit, which drops the plan, doesn't take the field away from under the typing.
 */
export function formSections(form: FormView, wide: Wide, isFolded: boolean): TemplateResult {
  return html`<details class="choices ${isFolded ? 'choices-folded' : ''}" ?open=${!isFolded}>
    <summary>${t('Options')} <span class="aside">${t('Changing them discards the plan.')}</span></summary>
    ${repeat(
      grouped(form.sections),
      ([first]) => first.group ?? first.id,
      ([first, ...others]) =>
        first.group === undefined
          ? open(first, wide, form.reading)
          : group(first.group, [first, ...others], wide, form.reading),
    )}
  </details>`;
}

type Group = readonly [SectionView, ...SectionView[]];

/** Each section that is open by itself, and those of a group together, where the first of them is. */
function grouped(sections: readonly SectionView[]): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const section of sections) {
    const key = section.group ?? section.id;
    groups.set(key, [...(groups.get(key) ?? []), section] as unknown as Group);
  }
  return [...groups.values()];
}

const titles: Readonly<Record<SectionGroup, string>> = {
  Advanced: t('Advanced'),
  Clusters: t('Clusters'),
};

const intros: Readonly<Record<SectionGroup, string>> = {
  Advanced: t('Proposed from existing resources and your settings. Change only what should be different.'),
  Clusters: t('How each cluster reaches the registry.'),
};

function group(
  name: SectionGroup,
  sections: Group,
  wide: Wide,
  reading: FormView['reading'],
): TemplateResult {
  const heading = `group-${name.toLowerCase()}`;
  return html`<section class="section" aria-labelledby=${heading}>
    <h2 id=${heading}>${titles[name]}</h2>
    <p class="intro">${intros[name]}</p>
    ${repeat(
      sections,
      ({ id }) => id,
      (section) => folded(section, wide, reading),
    )}
  </section>`;
}

function open(section: SectionView, wide: Wide, reading: FormView['reading']): TemplateResult {
  const heading = `section-${section.id}`;
  return html`<section class="section" aria-labelledby=${heading}>
    <h2 id=${heading} tabindex="-1">${section.title}${isRead(section, reading)}</h2>
    ${section.intro === '' ? nothing : html`<p class="intro">${section.intro}</p>`} ${fields(section, wide)}
  </section>`;
}

function isRead({ id }: SectionView, reading: FormView['reading']): TemplateResult | typeof nothing {
  return reading?.section === id
    ? html`${progressRing()}<span class="aside">${reading.words}</span>`
    : nothing;
}

function folded(section: SectionView, wide: Wide, reading: FormView['reading']): TemplateResult {
  const bad = section.fields.filter((field) => field.error !== undefined).length;
  // An error must not hide in a folded section; it is for the user alone to fold one, also while the error is being typed away.
  const opened = ref((details) => {
    if (bad > 0) details?.setAttribute('open', '');
  });
  return html`<details class="option" ${opened}>
    <summary>
      <h3>${section.title}</h3>
      ${section.summary === '' ? nothing : html`<span class="aside">${section.summary}</span>`}
      ${isRead(section, reading)}
    </summary>
    ${section.intro === '' ? nothing : html`<p class="intro">${section.intro}</p>`} ${fields(section, wide)}
  </details>`;
}

function fields(section: SectionView, wide: Wide): TemplateResult {
  return html`<div class="fields">
    ${repeat(
      section.fields.map(beforeTyping),
      (field) => `${field.key}.${field.kind}`,
      (field) =>
        html`<div
          class="field field-${field.kind} ${wide.has(field.id) ? 'wide' : ''} ${field.error === undefined ? '' : 'bad'}"
          data-field=${field.id}
        >
          ${control(field)}
          ${
            field.error === undefined
              ? field.help === undefined
                ? nothing
                : html`<p class="help">${field.help}</p>`
              : html`<p class="error">${icon('error')}<span>${field.error}</span></p>
                  ${field.command === undefined || field.help === undefined ? nothing : html`<p class="help">${field.help}</p>`}`
          }
          ${note(field)} ${offer(field)} ${link(field)} ${commandToCopy(field.command)}
        </div>`,
    )}
  </div>`;
}

/** A field that is still as it was given, and empty, asks for what is missing; it is no mistake yet. */
function beforeTyping(field: FieldView): FieldView {
  const { kind, key, error, help } = field;
  if (kind !== 'text' || field.value !== '' || error === undefined || isTouched(key)) return field;
  return { ...field, error: undefined, help: help === undefined ? error : `${error} ${help}` };
}

/** An error says more than what was found out about the value. */
function note({ note, error }: FieldView): TemplateResult | typeof nothing {
  if (note === undefined || error !== undefined) return nothing;
  return html`<p class="field-note note-${note.state}">
    ${note.state === 'asking' ? progressRing() : icon(note.state === 'good' ? 'done' : 'warning')}<span
      >${note.text}</span
    >
  </p>`;
}

function offer({ offer, key }: FieldView): TemplateResult | typeof nothing {
  if (offer === undefined) return nothing;
  const { label, type } = offer;
  const click = () => {
    takeOffer(type);
  };
  return html`<button type="button" class="link" id=${`offer-${key}`} @click=${click}>${label}</button>`;
}

function link({ link }: FieldView): TemplateResult | typeof nothing {
  if (link === undefined) return nothing;
  return html`<p class="help"><a href=${link.href}>${link.label}</a></p>`;
}

function control(field: FieldView): TemplateResult {
  const common = {
    id: fieldElement(field.key),
    label: field.label,
    description: [field.error, field.note?.text, field.help].filter((text) => text !== undefined).join(' '),
    invalid: field.error !== undefined,
    onChange: (value: string) => {
      edit(field, value);
    },
  };
  switch (field.kind) {
    case 'text':
      return textField({ ...common, value: shownValue(field.key, field.value), maxLength: longestText });
    case 'choice': {
      // Other options need another element: the toolkit's dropdown doesn't follow options that change under it.
      const values = field.options
        .map(({ value, label, detail }) => [value, label, detail].join())
        .join('\n');
      return html`${keyed(
        values,
        dropdown({ ...common, value: shownValue(field.key, field.value), options: field.options }),
      )}`;
    }
    case 'radio':
      return radioGroup({ ...common, value: shownValue(field.key, field.value), options: field.options });
    case 'check':
      return checkbox({
        ...common,
        checked: shownValue(field.key, String(field.checked)) === 'true',
        onChange: (checked) => {
          edit(field, String(checked));
        },
      });
    case 'fact':
      return html`<span class="label">${field.label}</span><span class="fact">${field.text}</span>`;
    default:
      return unreachable(field);
  }
}

function unreachable(field: never): never {
  throw new Error(`Unknown field ${JSON.stringify(field)}`);
}
