package io.althing.audit;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The canonical bytes of the value it is given, see {@link CanonicalJson}. */
public final class CanonicalJsonWriter implements JsonOutput {
    private static final int USUAL = 256;
    private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private byte[] out;
    private int size;
    private int depth;
    private boolean comma;

    /** A writer of nothing so far. */
    public CanonicalJsonWriter() {
        this(USUAL);
    }

    /** @param expected about how many bytes it will be; more make it grow */
    public CanonicalJsonWriter(int expected) {
        this.out = new byte[expected];
    }

    /** A copy of the bytes so far. */
    public byte[] toBytes() {
        return Arrays.copyOf(out, size);
    }

    @Override
    public CanonicalJsonWriter beginObject() {
        return begin('{');
    }

    @Override
    public CanonicalJsonWriter name(String name) {
        string(name);
        put((byte) ':');
        comma = false;
        return this;
    }

    @Override
    public CanonicalJsonWriter endObject() {
        return end('}');
    }

    @Override
    public CanonicalJsonWriter beginArray() {
        return begin('[');
    }

    @Override
    public CanonicalJsonWriter endArray() {
        return end(']');
    }

    /** @throws MalformedException if the string holds half a surrogate pair */
    @Override
    public CanonicalJsonWriter string(String value) {
        separate();
        put((byte) '"');
        int plain = plainBytes(value);
        if (plain < value.length()) {
            CanonicalJson.requireWholeCharacters(value);
            escape(value, plain);
        }
        put((byte) '"');
        return this;
    }

    /** @throws MalformedException if the number is beyond {@link Json.JNumber#MAX} */
    @Override
    public CanonicalJsonWriter number(long value) {
        separate();
        if (value > Json.JNumber.MAX || value < -Json.JNumber.MAX) {
            throw new MalformedException(value + " is beyond 2^53 - 1: write it as a decimal string");
        }
        return ascii(Long.toString(value).getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public CanonicalJsonWriter bool(boolean value) {
        separate();
        return ascii(value ? TRUE : FALSE);
    }

    private CanonicalJsonWriter begin(char bracket) {
        separate();
        if (depth == CanonicalJson.MAX_DEPTH) {
            throw new MalformedException("nested deeper than " + CanonicalJson.MAX_DEPTH);
        }
        depth++;
        put((byte) bracket);
        comma = false;
        return this;
    }

    private CanonicalJsonWriter end(char bracket) {
        depth--;
        put((byte) bracket);
        comma = true;
        return this;
    }

    private void separate() {
        if (comma) {
            put((byte) ',');
        }
        comma = true;
    }

    /** Writes characters up to the first that is not ASCII or must be escaped; gives how many. */
    private int plainBytes(String text) {
        int length = text.length();
        room(length);
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c < 0x20 || c > 0x7f || c == '"' || c == '\\') {
                return i;
            }
            out[size++] = (byte) c;
        }
        return length;
    }

    private void escape(String text, int from) {
        int i = from;
        while (i < text.length()) {
            int code = text.codePointAt(i);
            i += Character.charCount(code);
            if (code > 0x7f) {
                ascii(Character.toString(code).getBytes(StandardCharsets.UTF_8));
            } else {
                character((byte) code);
            }
        }
    }

    private void character(byte c) {
        switch (c) {
            case '"', '\\' -> escaped(c);
            case '\b' -> escaped((byte) 'b');
            case '\t' -> escaped((byte) 't');
            case '\n' -> escaped((byte) 'n');
            case '\f' -> escaped((byte) 'f');
            case '\r' -> escaped((byte) 'r');
            default -> {
                if (c < 0x20) {
                    ascii(new byte[]{'\\', 'u', '0', '0', HEX[c >> 4], HEX[c & 15]});
                } else {
                    put(c);
                }
            }
        }
    }

    private void escaped(byte c) {
        put((byte) '\\');
        put(c);
    }

    private CanonicalJsonWriter ascii(byte[] bytes) {
        room(bytes.length);
        System.arraycopy(bytes, 0, out, size, bytes.length);
        size += bytes.length;
        return this;
    }

    private void put(byte b) {
        room(1);
        out[size++] = b;
    }

    private void room(int more) {
        if (out.length - size < more) {
            out = Arrays.copyOf(out, Math.max(2 * out.length, size + more));
        }
    }
}
