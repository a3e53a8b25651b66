// The demo's people that the tests sign in as. The rest of the harness knows roles only.

/** How somebody signs in. */
export interface Person {
  login: string;
  password: string;
}

const people = new Map<string, Person>();

/** Makes a person known under a role's name. */
export function introduce(role: string, person: Person): void {
  people.set(role, person);
}

/** The person of a role. */
export function personOf(role: string): Person {
  const person = people.get(role);
  if (!person) throw new Error(`nobody is known as ${role}; there are: ${[...people.keys()].join(", ")}`);
  return person;
}
