package io.althing.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.althing.http.Contract;
import io.vertx.core.json.JsonObject;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class DocumentTest {
    private final JsonObject schemas = Contract.tree().getJsonObject("components").getJsonObject("schemas");

    @Test
    void the_documents_shapes_are_those_of_the_registrys_records() {
        DocumentShapes.all().forEach((name, expected) -> {
            assertThat(schemas.containsKey(name)).as("the document has the shape " + name).isTrue();
            JsonObject described = schemas.getJsonObject(name).copy();
            described.remove("description");
            assertThat(described).as(name).isEqualTo(expected);
        });
    }

    @Test
    void every_reference_leads_somewhere() {
        JsonObject document = Contract.tree();
        Pattern.compile("\"#/components/(\\w+)/(\\w+)\"").matcher(document.encode()).results().forEach(
                reference -> assertThat(
                        document.getJsonObject("components").getJsonObject(reference.group(1)).fieldNames())
                        .contains(reference.group(2)));
    }

    @Test
    void the_page_for_people_names_every_path_and_loads_nothing_from_elsewhere() {
        String page = new DocsPage(Contract.tree()).html();
        Contract.tree().getJsonObject("paths").fieldNames()
                .forEach(path -> assertThat(page).contains("<code>" + path + "</code>"));
        assertThat(page).doesNotContain("<script", "src=", "http://");
    }
}
