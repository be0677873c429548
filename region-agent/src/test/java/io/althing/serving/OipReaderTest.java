package io.althing.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.althing.serving.InferenceException.Fault;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class OipReaderTest {
    private static InferRequest read(String json) throws InferenceException {
        return OipReader.request(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void data_may_be_flat_or_nested_and_fields_in_any_order() throws InferenceException {
        InferRequest flat = read(
                "{'id':'7','inputs':[{'name':'x','shape':[2,2],'datatype':'FP32','data':[1,2.5,3,4]}]}");
        InferRequest nested = read("{'inputs':[{'data':[[1,2.5],[3,4e0]],'datatype':'FP32','shape':[2,2],'name':'x',"
                + "'parameters':{'a':[1]}}],'outputs':[{'name':'y'}],'parameters':{}}");

        assertThat(flat.id()).contains("7");
        assertThat(nested.id()).isEqualTo(Optional.empty());
        assertThat(nested.outputs()).containsExactly("y");
        for (InferRequest request : new InferRequest[]{flat, nested}) {
            Tensor.Floats tensor = (Tensor.Floats) request.inputs().getFirst();
            assertThat(tensor.values()).containsExactly(1, 2.5f, 3, 4);
            assertThat(tensor.shape()).containsExactly(2, 2);
        }
    }

    @Test
    void every_served_datatype_is_read_exactly() throws InferenceException {
        InferRequest request = read(
                "{'inputs':[{'name':'l','shape':[2],'datatype':'INT64','data':[9007199254740993,-1]},"
                        + "{'name':'d','shape':[1],'datatype':'FP64','data':[0.1]},"
                        + "{'name':'t','shape':[1],'datatype':'BYTES','data':['æ']}]}");

        assertThat(((Tensor.Longs) request.inputs().get(0)).values()).containsExactly(9007199254740993L, -1);
        assertThat(((Tensor.Doubles) request.inputs().get(1)).values()).containsExactly(0.1);
        assertThat(((Tensor.Texts) request.inputs().get(2)).values()).containsExactly("æ");
    }

    @Test
    void what_is_written_is_read_back() throws InferenceException {
        InferRequest request = new InferRequest(Optional.of("id"),
                List.of(new Tensor.Floats("x", new long[]{1, 2}, new float[]{0.1f, 3e-8f})),
                List.of("y"));

        InferRequest back = OipReader.request(OipWriter.request(request));

        assertThat(((Tensor.Floats) back.inputs().getFirst()).values()).containsExactly(0.1f, 3e-8f);
        assertThat(back.outputs()).containsExactly("y");
        assertThat(back.id()).contains("id");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {"not json | not valid JSON",
            "[] | the body must be a JSON object",
            "~~ | the body must be a JSON object", "{'inputs':[} | line 1, column", "{} | 'inputs' is missing",
            "{'inputs':{}} | 'inputs' must be an array", "{'inputs':[3]} | inputs[0] must be a JSON object",
            "{'inputs':[],'imputs':[]} | unknown field 'imputs'", "{'inputs':[],'inputs':[]} | Duplicate",
            "{'inputs':[]} {} | something follows",
            "{'inputs':[{'name':'x','datatype':'FP32','data':[1]}]} | inputs[0] needs name, datatype and shape",
            "{'inputs':[{'name':'x','shape':[1],'datatype':'FP32'}]} | inputs[0].data is missing",
            "{'inputs':[{'name':'x','shape':[2],'datatype':'FP32','data':[1]}]} | has 1 values, but its shape [2] holds 2",
            "{'inputs':[{'name':'x','shape':[-1],'datatype':'FP32','data':[1]}]} | inputs[0].shape",
            "{'inputs':[{'name':'x','shape':[9999999999,9999999999],'datatype':'FP32','data':[1]}]} | has 1 values",
            "{'inputs':[{'name':'x','shape':[1],'datatype':'FP16','data':[1]}]} | FP16",
            "{'inputs':[{'name':'x','shape':[1],'datatype':'FP32','data':['a']}]} | holds a at position 0",
            "{'inputs':[{'name':'x','shape':[1],'datatype':'FP32','data':[1e99]}]} | 32 bits",
            "{'inputs':[{'name':'x','shape':[1],'datatype':'INT64','data':[1.5]}]} | whole number",
            "{'inputs':[{'name':'x','shape':[1],'datatype':'INT64','data':[99999999999999999999]}]} | whole number",
            "{'inputs':[{'data':[true],'name':'x','shape':[1],'datatype':'FP32'}]} | holds true at position 0",
            "{'inputs':[{'name':'x','shape':[1],'datatype':'FP32','data':[null]}]} | holds null",
            "{'inputs':[{'name':'x','shape':[1],'datatype':'FP32','data':[1],'size':1}]} | unknown field 'size' in inputs[0]",
            "{'inputs':[],'outputs':[{}]} | outputs[0].name is missing",
            "{'id':7,'inputs':[]} | 'id' must be a string"})
    void a_malformed_body_is_the_callers_fault_and_the_message_says_where(String json, String message) {
        assertThatThrownBy(() -> read(json)).isInstanceOf(InferenceException.class).hasMessageContaining(message)
                .satisfies(e -> assertThat(((InferenceException) e).fault()).isEqualTo(Fault.REQUEST))
                .satisfies(
                        e -> assertThat(e.getMessage()).doesNotContain("com.fasterxml", "java.").hasSizeLessThan(400));
    }

    @Test
    void deep_nesting_is_refused_without_exhausting_the_stack() {
        String deep = "[".repeat(900) + "]".repeat(900);
        assertThatThrownBy(() -> read("{'inputs':[{'name':'x','shape':[1],'datatype':'FP32','data':" + deep + "}]}"))
                .hasMessageContaining("nested deeper");
    }
}
