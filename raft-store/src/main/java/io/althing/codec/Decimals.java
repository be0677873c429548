package io.althing.codec;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/** Exact decimal numbers as text without an exponent, so that no input can ask for a million digits. */
final class Decimals {
    private static final int MAX_DIGITS = 100;
    private static final Pattern SHAPE = Pattern.compile("-?[0-9]+(\\.[0-9]+)?");

    private Decimals() {}

    /** @throws IllegalArgumentException if the number needs more than 100 digits */
    static String write(BigDecimal number) {
        if (Math.max(number.precision(), number.scale()) > MAX_DIGITS
                || (long) number.precision() - number.scale() > MAX_DIGITS) {
            throw new IllegalArgumentException("a decimal number has at most " + MAX_DIGITS + " digits");
        }
        return number.toPlainString();
    }

    /** @throws IllegalArgumentException if the text is not digits, optionally with a sign and a decimal point, at most 100 in all */
    static BigDecimal read(String text) {
        if (text.length() > MAX_DIGITS + 3 || !SHAPE.matcher(text).matches()) {
            throw new IllegalArgumentException("'" + (text.length() > 40 ? text.substring(0, 40) + "…" : text)
                    + "' is not a decimal number such as 0.05, without exponent and at most " + MAX_DIGITS + " digits");
        }
        return new BigDecimal(text);
    }
}
