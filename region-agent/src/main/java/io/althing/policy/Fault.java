package io.althing.policy;

/**
 * One thing wrong with a policy file.
 *
 * @param file its name as it was given
 * @param line from 1; 0 if the fault belongs to no line
 * @param field path within the file, for example {@code spec.strategy.canary.steps[0].setWeight}; empty for the whole file
 * @param value what the file says there, shortened; empty if it says nothing
 * @param problem what is wrong and what would be right
 */
public record Fault(String file, int line, String field, String value, String problem) {
    /** For people, on one line: {@code file:line: field: value: problem}. */
    @Override
    public String toString() {
        var text = new StringBuilder(file);
        if (line > 0) {
            text.append(':').append(line);
        }
        if (!field.isEmpty()) {
            text.append(": ").append(field);
        }
        if (!value.isEmpty()) {
            text.append(" is ").append(value);
        }
        return text.append(": ").append(problem).toString();
    }
}
