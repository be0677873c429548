package io.althing.audit;

import static io.althing.audit.Json.array;
import static io.althing.audit.Json.bool;
import static io.althing.audit.Json.number;
import static io.althing.audit.Json.object;
import static io.althing.audit.Json.string;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class CanonicalJsonTest {
    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void fields_are_sorted_by_utf16_code_units() {
        Json value = object(Map.of("\u20ac", string("Euro Sign"), "\r", string("Carriage Return"), "\ufb33",
                string("Hebrew Letter Dalet With Dagesh"), "1", string("One"), "\ud83d\ude00",
                string("Emoji: Grinning Face"), "\u0080", string("Control"), "\u00f6",
                string("Latin Small Letter O With Diaeresis")));
        assertThat(CanonicalJson.writeString(value)).isEqualTo("{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":"
                + "\"Control\",\"\u00f6\":\"Latin Small Letter O With Diaeresis\",\"\u20ac\":\"Euro Sign\","
                + "\"\ud83d\ude00\":\"Emoji: Grinning Face\",\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}");
    }

    @Test
    void strings_are_escaped_in_one_way_only() {
        assertThat(CanonicalJson.writeString(string("\u20ac$\u000f\nA'B\"\\\\\"/\b\t\f\r\u007f")))
                .isEqualTo("\"\u20ac$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\\b\\t\\f\\r\u007f\"");
    }

    @Test
    void values_read_back_as_they_were_written() {
        Json value = object(Map.of("list", array(List.of(number(0), number(-7), number(Json.JNumber.MAX), bool(true),
                bool(false), object(Map.of()), array(List.of()), string("\ud83d\ude00")))));
        byte[] bytes = CanonicalJson.write(value);
        assertThat(CanonicalJson.parseCanonical(bytes)).isEqualTo(value);
        assertThat(CanonicalJson.parse(utf8(" { \"b\" : 1 ,\n\"a\" : [ \"\\u0041\\/\\ud83d\\uDE00\" , 2 ] }\t")))
                .isEqualTo(object(Map.of("b", number(1), "a", array(List.of(string("A/\ud83d\ude00"), number(2))))));
    }

    @Test
    void the_published_record_is_canonical_and_hashes_as_published() {
        var vector = Vectors.ALL.get("audit_record_example");
        byte[] entry = utf8(vector.get("entry_utf8").asText());
        assertThat(CanonicalJson.write(CanonicalJson.parseCanonical(entry))).isEqualTo(entry)
                .hasSize(vector.get("entry_bytes").asInt());
        assertThat(MerkleTree.leafHash(entry).hex()).isEqualTo(vector.get("leaf_hash").asText());
        assertThat(EntryBundle.encode(List.of(entry))).startsWith(0x01, 0x4b);
    }

    @Test
    void what_entries_may_not_hold_is_refused_with_its_reason() {
        Map<String, String> refused = Map.ofEntries(Map.entry("1.5", "fractions and exponents"),
                Map.entry("1e3", "fractions and exponents"), Map.entry("null", "null is not used"),
                Map.entry("{\"a\":1,\"a\":2}", "occurs twice"), Map.entry("\"\\ud800\"", "half a surrogate pair"),
                Map.entry("\"\\udc00\\ud800\"", "half a surrogate pair"), Map.entry("9007199254740992", "2^53 - 1"),
                Map.entry("99999999999999999999", "2^53 - 1"), Map.entry("01", "expected a value"),
                Map.entry("-0", "expected a value"), Map.entry("-", "expected a value"),
                Map.entry("+1", "expected a value"), Map.entry("[1,]", "expected a value"),
                Map.entry("{\"a\":1,}", "expected '\"'"), Map.entry("{a:1}", "expected '\"'"),
                Map.entry("[1 2]", "expected ']'"), Map.entry("{\"a\" 1}", "expected ':'"),
                Map.entry("tru", "expected a value"), Map.entry("\"a\nb\"", "control character"),
                Map.entry("\"\\x\"", "unknown escape"), Map.entry("\"\\u12g4\"", "four hexadecimal digits"),
                Map.entry("\"abc", "unexpected end"), Map.entry("", "unexpected end"),
                Map.entry("1 1", "after the end"),
                Map.entry("\ufeff1", "expected a value"), Map.entry("[".repeat(65) + "]".repeat(65), "deeper than 64"));
        refused.forEach((text, reason) -> assertThatThrownBy(() -> CanonicalJson.parse(utf8(text))).as(text)
                .isInstanceOf(MalformedException.class).hasMessageContaining(reason));
        assertThatThrownBy(() -> CanonicalJson.parse(new byte[]{'"', (byte) 0xc0, (byte) 0x80, '"'}))
                .isInstanceOf(MalformedException.class).hasMessageContaining("not UTF-8");
    }

    @Test
    void bytes_that_are_json_but_not_canonical_are_refused() {
        List.of("{\"b\":1,\"a\":2}", "{\"a\": 1}", "\"\\u0041\"", "\"\\/\"", "[1]\n")
                .forEach(text -> assertThatThrownBy(
                        () -> CanonicalJson.parseCanonical(utf8(text))).as(text).isInstanceOf(MalformedException.class)
                        .hasMessageContaining("not canonical"));
    }

    @Test
    void half_a_surrogate_pair_is_not_written() {
        assertThatThrownBy(() -> CanonicalJson.write(string("a\ud800"))).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> CanonicalJson.write(object(Map.of("\udc00", bool(true)))))
                .isInstanceOf(MalformedException.class);
        Json deep = number(1);
        for (int i = 0; i < 64; i++) {
            deep = array(List.of(deep));
        }
        assertThat(CanonicalJson.parse(CanonicalJson.write(deep))).isEqualTo(deep);
        Json tooDeep = array(List.of(deep));
        assertThatThrownBy(() -> CanonicalJson.write(tooDeep)).hasMessageContaining("deeper than 64");
    }
}
