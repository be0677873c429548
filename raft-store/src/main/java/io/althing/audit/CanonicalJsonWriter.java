package io.althing.audit;

import io.althing.audit.Json.JArray;
import io.althing.audit.Json.JBool;
import io.althing.audit.Json.JNumber;
import io.althing.audit.Json.JObject;
import io.althing.audit.Json.JString;

final class CanonicalJsonWriter {
    private final StringBuilder out = new StringBuilder();

    String write(Json value) {
        value(value, 0);
        return out.toString();
    }

    private void value(Json value, int depth) {
        switch (value) {
            case JObject object -> object(object, deeper(depth));
            case JArray array -> array(array, deeper(depth));
            case JString string -> string(string.value());
            case JNumber number -> out.append(number.value());
            case JBool bool -> out.append(bool.value());
        }
    }

    private static int deeper(int depth) {
        if (depth == CanonicalJson.MAX_DEPTH) {
            throw new MalformedException("nested deeper than " + CanonicalJson.MAX_DEPTH);
        }
        return depth + 1;
    }

    private void object(JObject object, int depth) {
        char before = '{';
        for (var field : object.fields().entrySet()) {
            out.append(before);
            string(field.getKey());
            out.append(':');
            value(field.getValue(), depth);
            before = ',';
        }
        out.append(before == '{' ? "{}" : "}");
    }

    private void array(JArray array, int depth) {
        char before = '[';
        for (Json item : array.items()) {
            out.append(before);
            value(item, depth);
            before = ',';
        }
        out.append(before == '[' ? "[]" : "]");
    }

    private void string(String text) {
        out.append('"');
        if (isPlain(text)) {
            out.append(text);
        } else {
            CanonicalJson.requireWholeCharacters(text);
            for (int i = 0; i < text.length(); i++) {
                character(text.charAt(i));
            }
        }
        out.append('"');
    }

    /** Whether the text stands for itself: no character of it is escaped or half of a pair. */
    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x20 || c == '"' || c == '\\' || Character.isSurrogate(c)) {
                return false;
            }
        }
        return true;
    }

    private void character(char c) {
        switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\b' -> out.append("\\b");
            case '\t' -> out.append("\\t");
            case '\n' -> out.append("\\n");
            case '\f' -> out.append("\\f");
            case '\r' -> out.append("\\r");
            default -> {
                if (c < 0x20) {
                    out.append("\\u00").append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
                } else {
                    out.append(c);
                }
            }
        }
    }
}
