package io.althing.audit;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The JSON that entries are made of: objects, arrays, strings, whole numbers and booleans. There is no null (a field that has nothing
 * to say is left out) and no fraction (write it as a decimal string), so each value has exactly one canonical form.
 */
public sealed interface Json {
    /** An object; its fields are sorted by the UTF-16 code units of their names, as RFC 8785 section 3.2.3 has it. */
    record JObject(SortedMap<String, Json> fields) implements Json {
        /** Copies and sorts the fields. */
        public JObject {
            SortedMap<String, Json> sorted = new TreeMap<>(fields);
            fields = Collections.unmodifiableSortedMap(sorted);
        }
    }

    /** An array. */
    record JArray(List<Json> items) implements Json {
        /** Copies the items. */
        public JArray {
            items = List.copyOf(items);
        }
    }

    /** A string of whole Unicode characters. */
    record JString(String value) implements Json {}

    /** A whole number. */
    record JNumber(long value) implements Json {
        /** The largest number every JSON reader keeps exact: 2^53 - 1. */
        public static final long MAX = (1L << 53) - 1;

        /** @throws MalformedException if the number is beyond ±(2^53 - 1): write it as a decimal string */
        public JNumber {
            if (value > MAX || value < -MAX) {
                throw new MalformedException(value + " is beyond 2^53 - 1, where JSON readers lose digits: write it as"
                        + " a decimal string");
            }
        }
    }

    /** true or false. */
    record JBool(boolean value) implements Json {}

    /** An object of these fields. */
    static JObject object(Map<String, Json> fields) {
        return new JObject(new TreeMap<>(fields));
    }

    /** An array of these items. */
    static JArray array(List<? extends Json> items) {
        return new JArray(List.copyOf(items));
    }

    /** A string. */
    static JString string(String value) {
        return new JString(value);
    }

    /** A number. */
    static JNumber number(long value) {
        return new JNumber(value);
    }

    /** A boolean. */
    static JBool bool(boolean value) {
        return new JBool(value);
    }
}
