package io.althing.audit;

import java.util.Base64;

/** RFC 4648 section 4 with padding, where each byte string has exactly one text. */
final class StrictBase64 {
    private StrictBase64() {}

    static String encode(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** The JDK's decoder takes missing padding and stray trailing bits; encoding back and comparing refuses both. */
    static byte[] decode(String text) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new MalformedException("'" + text + "' is not base64");
        }
        if (!encode(bytes).equals(text)) {
            throw new MalformedException("'" + text + "' is not the canonical base64 of its bytes");
        }
        return bytes;
    }
}
