package io.althing.demo.step;

import io.althing.client.ApiClient;
import io.althing.demo.digits.Digits;
import io.althing.demo.traffic.Traffic;
import io.althing.local.LocalCluster;
import io.althing.registry.Region;
import java.nio.file.Path;

/**
 * What the steps share.
 *
 * @param story what earlier steps found out and later ones need
 * @param output where the demo may leave files
 * @param console live progress
 */
public record DemoContext(LocalCluster cluster, Digits digits, Traffic traffic, Timeline timeline, EvidenceLog evidence,
        Story story, Path output, Console console) {
    /** The model of the story. */
    public static final String MODEL = "digits";
    /** Where most of the story's calls go. */
    public static final Region US = new Region("us-east");
    /** The region that is careful, and is cut off. */
    public static final Region EU = new Region("eu-west");
    /** The region that is bold. */
    public static final Region AP = new Region("ap-south");

    /** A client acting as the principal. */
    public ApiClient as(String principal) {
        return cluster.client(principal);
    }

    /** A client that reads one region's own view. */
    public ApiClient at(Region region) {
        return cluster.client("").only(region.value());
    }
}
