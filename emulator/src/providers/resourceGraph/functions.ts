import type { Json } from '../../estate';
import { dynamicFunctions } from './dynamicFunctions';
import type { ScalarFunction } from './scalarFunction';
import { textFunctions } from './textFunctions';
import { dateText, momentOf, textOfMoment } from './times';
import { isEmpty, isTrue, orderOf, toNumber, toText } from './values';

const number = (change: (value: number) => number): ScalarFunction => [
  1,
  1,
  ([value = null]) => {
    const found = toNumber(value);
    return found === null ? null : change(found);
  },
];

function extreme(wanted: -1 | 1): ScalarFunction {
  return [
    1,
    64,
    (values) =>
      values
        .filter((value) => value !== null)
        .reduce<Json>((best, value) => {
          return best === null || Math.sign(orderOf(value, best)) === wanted ? value : best;
        }, null),
  ];
}

/** `case(test, value, test, value, …, else)` */
function caseOf(values: readonly Json[]): Json {
  for (let index = 0; index + 1 < values.length; index += 2) {
    if (isTrue(values[index] ?? null)) return values[index + 1] ?? null;
  }
  return values.at(-1) ?? null;
}

const choose = ([condition = null, yes = null, no = null]: readonly Json[]): Json =>
  isTrue(condition) ? yes : no;
const toBool = ([value = null]: readonly Json[]): Json =>
  isEmpty(value) ? null : ['true', '1'].includes(toText(value).toLowerCase());
const toDate = ([value = null]: readonly Json[]): Json => dateText(toText(value)) ?? null;
const toDecimal = number((value) => value);

const general: Readonly<Record<string, ScalarFunction>> = {
  tostring: [1, 1, ([value = null]) => toText(value)],
  tobool: [1, 1, toBool],
  toboolean: [1, 1, toBool],
  toint: number(Math.trunc),
  tolong: number(Math.trunc),
  toreal: toDecimal,
  todouble: toDecimal,
  todecimal: toDecimal,
  todatetime: [1, 1, toDate],
  toguid: [1, 1, ([value = null]) => toText(value).toLowerCase()],
  isempty: [1, 1, ([value = null]) => isEmpty(value)],
  isnotempty: [1, 1, ([value = null]) => !isEmpty(value)],
  notempty: [1, 1, ([value = null]) => !isEmpty(value)],
  isnull: [1, 1, ([value = null]) => value === null],
  isnotnull: [1, 1, ([value = null]) => value !== null],
  notnull: [1, 1, ([value = null]) => value !== null],
  not: [1, 1, ([value = null]) => !isTrue(value)],
  coalesce: [2, 64, (values) => values.find((value) => !isEmpty(value)) ?? null],
  iff: [3, 3, choose],
  iif: [3, 3, choose],
  case: [3, 65, caseOf],
  abs: number(Math.abs),
  ceiling: number(Math.ceil),
  floor: [1, 2, ([value = null, by = 1]) => rounded(value, by)],
  bin: [2, 2, ([value = null, by = 1]) => rounded(value, by)],
  round: [
    1,
    2,
    ([value = null, digits = 0]) => {
      const [found, places] = [toNumber(value), toNumber(digits) ?? 0];
      return found === null ? null : Math.round(found * 10 ** places) / 10 ** places;
    },
  ],
  min_of: extreme(-1),
  max_of: extreme(1),
};

/** Down to a multiple; of a date, to the beginning of its day, its hour and so on. */
function rounded(value: Json, by: Json): Json {
  const moment = momentOf(value);
  const [found, step] = [moment ?? toNumber(value), toNumber(by)];
  if (found === null || step === null || step === 0) return null;
  const multiple = Math.floor(found / step) * step;
  return moment === undefined ? multiple : (textOfMoment(multiple) ?? null);
}

/** The functions that are emulated, by name. */
export const functions: Readonly<Record<string, ScalarFunction>> = {
  ...general,
  ...textFunctions,
  ...dynamicFunctions,
};
