package io.althing.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import io.althing.codec.Samples.Publish;
import io.althing.codec.Samples.SetTag;
import io.althing.codec.proto.samples.CommandOfTomorrow;
import io.althing.codec.proto.samples.Misfit;
import io.althing.codec.proto.samples.Owner;
import io.althing.codec.proto.samples.SampleCommand;
import io.althing.codec.proto.samples.SetTagOfTomorrow;
import io.althing.registry.ModelName;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ProtoMapperTest {
    private final ProtoMapper<Samples.SampleCommand> commands = new ProtoMapper<>(Samples.SampleCommand.class,
            SampleCommand.getDescriptor());
    private final ProtoMapper<SetTag> tags = new ProtoMapper<>(SetTag.class,
            io.althing.codec.proto.samples.SetTag.getDescriptor());
    private final ProtoMapper<Samples.Owner> owners = new ProtoMapper<>(Samples.Owner.class, Owner.getDescriptor());

    @Test
    void every_supported_type_goes_there_and_back() {
        assertThat(commands.decode(commands.encode(Samples.full()))).isEqualTo(Samples.full());
        assertThat(commands.decode(commands.encode(Samples.sparse()))).isEqualTo(Samples.sparse());
        assertThat(commands.decode(commands.encode(Samples.tag()))).isEqualTo(Samples.tag());
        assertThat(commands.decode(commands.encode(new Samples.Nudge()))).isEqualTo(new Samples.Nudge());
    }

    @Test
    void the_bytes_are_those_that_protobuf_itself_writes() throws InvalidProtocolBufferException {
        for (Samples.SampleCommand command : new Samples.SampleCommand[]{Samples.full(), Samples.sparse(),
                Samples.tag()}) {
            byte[] bytes = commands.encode(command);

            assertThat(SampleCommand.parseFrom(bytes).toByteArray()).isEqualTo(bytes);
            assertThat(SampleCommand.parseFrom(bytes).getUnknownFields().asMap()).isEmpty();
        }
    }

    @Test
    void fields_arrive_under_their_names() throws InvalidProtocolBufferException {
        io.althing.codec.proto.samples.Publish publish = SampleCommand.parseFrom(commands.encode(Samples.full()))
                .getPublish();

        assertThat(publish.getModel()).isEqualTo("digits");
        assertThat(publish.getAtMillis()).isEqualTo(Instant.parse("2026-01-02T03:04:05.678Z").toEpochMilli());
        assertThat(publish.getAlpha()).isEqualTo("0.0010");
        assertThat(publish.getOwner().getWealth()).isEqualTo(-5_000_000_000L);
        assertThat(publish.getShape().getCircle().getValue()).isEqualTo("-1.5");
        assertThat(publish.getWaves(0).getRegionsList()).containsExactly("us-east", "eu-west");
        assertThat(publish.getWeightsList()).extracting(weight -> weight.getKey() + "=" + weight.getValue())
                .containsExactly("eu-west=0", "us-east=2");
    }

    @Test
    void a_command_of_a_newer_version_is_told_from_damage() {
        byte[] bytes = CommandOfTomorrow.newBuilder()
                .setDance(io.althing.codec.proto.samples.Nudge.getDefaultInstance()).build().toByteArray();

        assertThatThrownBy(() -> commands.decode(bytes)).isInstanceOf(UnknownCommand.class).hasMessageContaining("99");
    }

    @Test
    void an_unknown_field_is_refused_with_its_place() {
        byte[] bytes = SetTagOfTomorrow.newBuilder().setModel("m").setReason("why").build().toByteArray();

        assertThatThrownBy(() -> tags.decode(bytes)).isInstanceOf(MalformedMessage.class)
                .hasMessage("SetTag has no field 4");
        assertThatThrownBy(() -> commands.decode(SampleCommand.newBuilder().setSetTag(
                io.althing.codec.proto.samples.SetTag.newBuilder().setModel("m").setUnknownFields(extra())).build()
                .toByteArray()))
                .hasMessage("set_tag: SetTag has no field 77");
    }

    @Test
    void an_absent_value_is_accepted_only_where_the_default_is_valid() {
        assertThat(tags.decode(io.althing.codec.proto.samples.SetTag.newBuilder().setModel("m").build().toByteArray()))
                .isEqualTo(new SetTag(new ModelName("m"), "", ""));
        assertThatThrownBy(() -> tags.decode(new byte[0])).isInstanceOf(MalformedMessage.class)
                .hasMessageStartingWith("model: '' is not a model name");
        assertThatThrownBy(() -> owners.decode(new byte[0])).hasMessage("an owner needs a name");
    }

    @Test
    void an_unspecified_or_unknown_enum_and_a_missing_message_are_refused() {
        io.althing.codec.proto.samples.Publish.Builder publish = publish();

        assertThatThrownBy(() -> decode(publish.clone().clearColour()))
                .hasMessage("publish.colour: 0 is no value of Colour");
        assertThatThrownBy(() -> decode(publish.clone().setColourValue(9)))
                .hasMessage("publish.colour: 9 is no value of Colour");
        assertThatThrownBy(() -> decode(publish.clone().clearOwner())).hasMessage("publish.owner: it is missing");
        assertThatThrownBy(() -> decode(publish.clone().clearShape())).hasMessage("publish.shape: it is missing");
        assertThatThrownBy(() -> decode(publish.clone().setAlpha("1e9")))
                .hasMessageStartingWith("publish.alpha: '1e9' is not a decimal");
        assertThatThrownBy(() -> decode(publish.clone().addLabels(publish.getLabels(0))))
                .hasMessageContaining("occurs twice");
    }

    @Test
    void a_value_that_would_not_come_back_is_not_written() {
        assertThatThrownBy(() -> tags.encode(new SetTag(new ModelName("m"), "\ud800", "")))
                .isInstanceOf(MalformedMessage.class).hasMessageStartingWith("key: half a surrogate pair");
        Publish full = Samples.full();
        Publish fine = new Publish(full.model(), full.at().plusNanos(1), full.until(), full.alpha(), full.file(),
                full.colour(),
                full.second(), full.more(), full.loud(), full.step(), full.owner(), Optional.empty(), full.shape(),
                full.shapes(), full.extents(), full.names(), full.waves(), full.weights(), full.labels(), full.note());
        assertThatThrownBy(() -> commands.encode(fine)).hasMessageContaining("publish.at_millis").hasMessageContaining(
                "finer than a millisecond");
    }

    @Test
    void cut_or_changed_bytes_give_an_error_or_another_value_but_never_another_exception() {
        byte[] whole = commands.encode(Samples.full());
        for (int i = 0; i < whole.length; i++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] changed = whole.clone();
                changed[i] ^= (byte) (1 << bit);
                requireTame(changed);
            }
            requireTame(Arrays.copyOf(whole, i));
        }
    }

    @Test
    void what_does_not_fit_is_listed_by_name() {
        assertThat(ProtoMapper.mismatches(Samples.SampleCommand.class, SampleCommand.getDescriptor())).isEmpty();
        assertThat(ProtoMapper.mismatches(SetTag.class, Misfit.getDescriptor())).containsExactlyInAnyOrder(
                "field 'althing.samples.Misfit.key' of type INT32 does not fit java.lang.String",
                "component of type java.lang.String has no field 'value' in althing.samples.Misfit",
                "field 'extra' of althing.samples.Misfit has no counterpart in SetTag");
        assertThat(ProtoMapper.mismatches(Samples.SampleCommand.class, CommandOfTomorrow.getDescriptor()))
                .containsExactlyInAnyOrder(
                        "case Publish has no message field 'publish' in a oneof of althing.samples.CommandOfTomorrow",
                        "case Nudge has no message field 'nudge' in a oneof of althing.samples.CommandOfTomorrow",
                        "field 'dance' of althing.samples.CommandOfTomorrow has no counterpart in SampleCommand");
        assertThatThrownBy(() -> new ProtoMapper<>(SetTag.class, Misfit.getDescriptor()))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("Misfit.key");
    }

    private void requireTame(byte[] bytes) {
        try {
            assertThat(commands.decode(bytes)).isNotNull();
        } catch (MalformedMessage | UnknownCommand e) {
            assertThat(e).hasMessageNotContaining("null");
        }
    }

    private io.althing.codec.proto.samples.Publish.Builder publish() {
        try {
            return SampleCommand.parseFrom(commands.encode(Samples.full())).getPublish().toBuilder();
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    private Samples.SampleCommand decode(io.althing.codec.proto.samples.Publish.Builder publish) {
        return commands.decode(SampleCommand.newBuilder().setPublish(publish).build().toByteArray());
    }

    private static UnknownFieldSet extra() {
        return UnknownFieldSet.newBuilder().addField(77,
                UnknownFieldSet.Field.newBuilder().addLengthDelimited(ByteString.EMPTY).build()).build();
    }
}
