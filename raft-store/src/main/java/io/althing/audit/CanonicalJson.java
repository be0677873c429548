package io.althing.audit;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * RFC 8785 (JSON Canonicalization Scheme): sorted names, no spaces, one way to write each string and number, UTF-8. Equal values have
 * equal bytes, so a hash of the bytes is a hash of the value.
 */
public final class CanonicalJson {
    /** How deep objects and arrays may nest. */
    public static final int MAX_DEPTH = 64;

    private CanonicalJson() {}

    /**
     * The canonical bytes of a value.
     *
     * @throws MalformedException
     *             if a string holds half a surrogate pair or the value nests deeper than {@link #MAX_DEPTH}
     */
    public static byte[] write(Json value) {
        CanonicalJsonWriter out = new CanonicalJsonWriter();
        out.value(value);
        return out.toBytes();
    }

    /** Like {@link #write}, as text. */
    public static String writeString(Json value) {
        return new String(write(value), StandardCharsets.UTF_8);
    }

    /**
     * The value in JSON bytes, spaces and any order of fields allowed.
     *
     * @throws MalformedException
     *             if the bytes are not UTF-8 or not JSON, a name occurs twice, or there is a null, a fraction, an exponent, half a
     *             surrogate pair or too deep nesting; the message gives the position
     */
    public static Json parse(byte[] bytes) {
        return new CanonicalJsonParser(decode(bytes)).document();
    }

    /**
     * The value in canonical bytes.
     *
     * @throws MalformedException
     *             as {@link #parse}, and if {@link #write} would give other bytes
     */
    public static Json parseCanonical(byte[] bytes) {
        Json value = parse(bytes);
        int differs = Arrays.mismatch(bytes, write(value));
        if (differs >= 0) {
            throw new MalformedException("not canonical JSON (RFC 8785) from byte " + differs + " on");
        }
        return value;
    }

    private static String decode(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new MalformedException("not UTF-8: " + e.getMessage());
        }
    }

    /** @throws MalformedException if the text holds a high surrogate without its low one, or the reverse */
    static void requireWholeCharacters(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                throw new MalformedException("a string holds half a surrogate pair at its character " + i);
            }
        }
    }
}
