"""What is to be done for each kind of case, in order, and what of it the program does."""

from desk.models import Case, Step

Kind, Key = Case.Kind, Step.Key

CHECKLISTS: dict[str, tuple[Step.Key, ...]] = {
    Kind.ACCESS: (Key.IDENTITY, Key.GATHER, Key.ELSEWHERE, Key.ANSWER),
    Kind.PORTABILITY: (Key.IDENTITY, Key.GATHER, Key.ANSWER),
    Kind.RECTIFICATION: (Key.IDENTITY, Key.CORRECT, Key.ELSEWHERE, Key.RECIPIENTS, Key.ANSWER),
    # Erasing comes last but one: after it nobody can be asked anything, and its receipt is the answer.
    Kind.ERASURE: (Key.IDENTITY, Key.ELSEWHERE, Key.RECIPIENTS, Key.ERASE, Key.ANSWER),
    Kind.RESTRICTION: (Key.IDENTITY, Key.RESTRICT, Key.ELSEWHERE, Key.RECIPIENTS, Key.ANSWER),
    Kind.OBJECTION: (Key.IDENTITY, Key.OBJECT, Key.ELSEWHERE, Key.ANSWER),
    Kind.QUESTION: (Key.IDENTITY, Key.ANSWER),
    Kind.COMPLAINT: (Key.IDENTITY, Key.LOOK_INTO, Key.ANSWER),
}

# Done by the program, at the push of a button or by itself; a person ticks the others.
BY_PROGRAM = (Key.GATHER, Key.ERASE, Key.RESTRICT, Key.OBJECT)
# Done as soon as the identity is shown: they can be undone, and waiting would help nobody (Art. 18, 21(2)).
AT_ONCE = (Key.GATHER, Key.RESTRICT, Key.OBJECT)
# Done by what is done elsewhere on the case's page: asking by mail, writing the answer.
BY_OTHER_MEANS = (Key.IDENTITY, Key.ANSWER)
