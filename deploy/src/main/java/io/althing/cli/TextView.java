package io.althing.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;

/** Prints a resource for a person. */
@FunctionalInterface
interface TextView {
    void print(JsonNode json, PrintWriter out);
}
