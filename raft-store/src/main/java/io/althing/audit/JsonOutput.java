package io.althing.audit;

/**
 * Takes a JSON value piece by piece, depth first. Names of an object are to come in the order of RFC 8785 section 3.2.3, by UTF-16 code
 * units; that is the caller's duty. One thread.
 */
public interface JsonOutput {
    /** Begins an object; then come {@link #name} and a value in turns, then {@link #endObject}. */
    JsonOutput beginObject();

    /** The name of the value that comes next. */
    JsonOutput name(String name);

    /** Ends the object begun last. */
    JsonOutput endObject();

    /** Begins an array; then come values, then {@link #endArray}. */
    JsonOutput beginArray();

    /** Ends the array begun last. */
    JsonOutput endArray();

    /** A string of whole Unicode characters. */
    JsonOutput string(String value);

    /** A whole number of at most {@link Json.JNumber#MAX} either side of zero. */
    JsonOutput number(long value);

    /** true or false. */
    JsonOutput bool(boolean value);

    /** A whole value. */
    default JsonOutput value(Json value) {
        return switch (value) {
            case Json.JObject object -> {
                beginObject();
                object.fields().forEach((name, field) -> name(name).value(field));
                yield endObject();
            }
            case Json.JArray array -> {
                beginArray();
                array.items().forEach(this::value);
                yield endArray();
            }
            case Json.JString string -> string(string.value());
            case Json.JNumber number -> number(number.value());
            case Json.JBool bool -> bool(bool.value());
        };
    }
}
