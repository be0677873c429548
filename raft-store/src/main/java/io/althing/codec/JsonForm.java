package io.althing.codec;

import io.althing.audit.Json;
import io.althing.audit.Json.JArray;
import io.althing.audit.Json.JBool;
import io.althing.audit.Json.JNumber;
import io.althing.audit.Json.JObject;
import io.althing.audit.Json.JString;
import io.althing.audit.JsonOutput;
import io.althing.codec.RecordJson.Problem;
import io.althing.codec.RecordJson.Reading;
import java.util.function.Function;

/** How values of one type look in JSON. */
interface JsonForm {
    void write(Object value, JsonOutput out);

    Object read(Json json, Reading how);

    /** A value written as a string. */
    record Text(Function<Object, String> write, Function<String, Object> read) implements JsonForm {
        @Override
        public void write(Object value, JsonOutput out) {
            out.string(text(value));
        }

        private String text(Object value) {
            try {
                return write.apply(value);
            } catch (IllegalArgumentException e) {
                throw new Problem("", String.valueOf(e.getMessage()));
            }
        }

        @Override
        public Object read(Json json, Reading how) {
            if (!(json instanceof JString string)) {
                throw expected("a string", json);
            }
            try {
                return read.apply(string.value());
            } catch (IllegalArgumentException e) {
                throw new Problem("", String.valueOf(e.getMessage()));
            }
        }
    }

    /** A whole number between two bounds. */
    record Whole(long min, long max, Function<Long, Object> box) implements JsonForm {
        @Override
        public void write(Object value, JsonOutput out) {
            long number = ((Number) value).longValue();
            if (isExact(number)) {
                out.number(number);
            } else {
                out.string(Long.toString(number));
            }
        }

        /** Whether every JSON reader keeps all its digits. */
        private static boolean isExact(long number) {
            return number <= JNumber.MAX && number >= -JNumber.MAX;
        }

        @Override
        public Object read(Json json, Reading how) {
            long number = switch (json) {
                case JNumber plain -> plain.value();
                case JString large -> large(large);
                case JObject other -> throw expected("a whole number", other);
                case JArray other -> throw expected("a whole number", other);
                case JBool other -> throw expected("a whole number", other);
            };
            if (number < min || number > max) {
                throw new Problem("", number + " is not between " + min + " and " + max);
            }
            return box.apply(number);
        }

        private static long large(JString text) {
            try {
                long number = Long.parseLong(text.value());
                if (!isExact(number) && Long.toString(number).equals(text.value())) {
                    return number;
                }
                throw expected("a whole number", text);
            } catch (NumberFormatException e) {
                throw expected("a whole number", text);
            }
        }
    }

    /** true or false. */
    record Truth() implements JsonForm {
        @Override
        public void write(Object value, JsonOutput out) {
            out.bool((Boolean) value);
        }

        @Override
        public Object read(Json json, Reading how) {
            if (json instanceof JBool bool) {
                return bool.value();
            }
            throw expected("true or false", json);
        }
    }

    /** A value record, written as its component. */
    record Value(RecordShape shape, JsonForm component) implements JsonForm {
        @Override
        public void write(Object value, JsonOutput out) {
            component.write(shape.get(0, value), out);
        }

        @Override
        public Object read(Json json, Reading how) {
            return make(shape, component.read(json, how));
        }
    }

    static Object make(RecordShape shape, Object... components) {
        try {
            return shape.make(components);
        } catch (IllegalArgumentException e) {
            throw new Problem("", String.valueOf(e.getMessage()));
        }
    }

    static Problem expected(String what, Json actual) {
        String is = switch (actual) {
            case JObject object -> "an object";
            case JArray array -> "an array";
            case JString string -> "the string '" + shortened(string.value()) + "'";
            case JNumber number -> "the number " + number.value();
            case JBool bool -> String.valueOf(bool.value());
        };
        return new Problem("", "must be " + what + ", is " + is);
    }

    static String shortened(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }
}
