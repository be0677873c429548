package io.althing.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** RFC 8259 read strictly, for the values {@link Json} can hold. */
final class CanonicalJsonParser {
    private final String text;
    private int at;

    CanonicalJsonParser(String text) {
        this.text = text;
    }

    Json document() {
        Json value = value(0);
        skipSpace();
        if (at < text.length()) {
            throw wrong("text after the end of the document");
        }
        return value;
    }

    private Json value(int depth) {
        skipSpace();
        char c = peek();
        return switch (c) {
            case '{' -> object(deeper(depth));
            case '[' -> array(deeper(depth));
            case '"' -> new Json.JString(string());
            case 't' -> literal("true", new Json.JBool(true));
            case 'f' -> literal("false", new Json.JBool(false));
            case 'n' -> throw wrong("null is not used: leave the field out");
            default -> number();
        };
    }

    private int deeper(int depth) {
        if (depth == CanonicalJson.MAX_DEPTH) {
            throw wrong("nested deeper than " + CanonicalJson.MAX_DEPTH);
        }
        return depth + 1;
    }

    private Json object(int depth) {
        SortedMap<String, Json> fields = new TreeMap<>();
        expect('{');
        skipSpace();
        if (taken('}')) {
            return new Json.JObject(fields);
        }
        do {
            skipSpace();
            int start = at;
            String name = string();
            skipSpace();
            expect(':');
            if (fields.put(name, value(depth)) != null) {
                at = start;
                throw wrong("the name \"" + name + "\" occurs twice");
            }
            skipSpace();
        } while (taken(','));
        expect('}');
        return new Json.JObject(fields);
    }

    private Json array(int depth) {
        List<Json> items = new ArrayList<>();
        expect('[');
        skipSpace();
        if (taken(']')) {
            return new Json.JArray(items);
        }
        do {
            items.add(value(depth));
            skipSpace();
        } while (taken(','));
        expect(']');
        return new Json.JArray(items);
    }

    private String string() {
        int start = at;
        expect('"');
        StringBuilder value = new StringBuilder();
        while (!taken('"')) {
            char c = next();
            if (c < 0x20) {
                throw wrong("a control character in a string must be escaped");
            }
            value.append(c == '\\' ? escaped() : c);
        }
        String whole = value.toString();
        try {
            CanonicalJson.requireWholeCharacters(whole);
        } catch (MalformedException e) {
            at = start;
            throw wrong(e.getMessage());
        }
        return whole;
    }

    private char escaped() {
        char c = next();
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 't' -> '\t';
            case 'n' -> '\n';
            case 'f' -> '\f';
            case 'r' -> '\r';
            case 'u' -> (char) (hexDigit() << 12 | hexDigit() << 8 | hexDigit() << 4 | hexDigit());
            default -> throw wrong("unknown escape \\" + c);
        };
    }

    private int hexDigit() {
        char c = next();
        int digit = c < 0x80 ? Character.digit(c, 16) : -1;
        if (digit < 0) {
            throw wrong("four hexadecimal digits must follow \\u");
        }
        return digit;
    }

    private Json number() {
        int start = at;
        taken('-');
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        String digits = text.substring(start, at);
        if (at < text.length() && ".eE".indexOf(text.charAt(at)) >= 0) {
            throw wrong("fractions and exponents are not used: write a decimal string");
        }
        if (!digits.matches("0|-?[1-9][0-9]*")) {
            at = start;
            throw wrong("expected a value");
        }
        try {
            return new Json.JNumber(Long.parseLong(digits));
        } catch (MalformedException e) {
            throw wrong(e.getMessage());
        } catch (NumberFormatException e) {
            throw wrong(digits + " is beyond 2^53 - 1: write it as a decimal string");
        }
    }

    private Json literal(String word, Json value) {
        if (!text.startsWith(word, at)) {
            throw wrong("expected a value");
        }
        at += word.length();
        return value;
    }

    private void skipSpace() {
        while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private char peek() {
        if (at == text.length()) {
            throw wrong("unexpected end");
        }
        return text.charAt(at);
    }

    private char next() {
        char c = peek();
        at++;
        return c;
    }

    private boolean taken(char c) {
        if (at < text.length() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    private void expect(char c) {
        if (!taken(c)) {
            throw wrong("expected '" + c + "'");
        }
    }

    private MalformedException wrong(String what) {
        return new MalformedException("JSON, character " + at + ": " + what);
    }
}
