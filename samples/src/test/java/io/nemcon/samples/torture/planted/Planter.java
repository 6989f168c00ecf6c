package io.nemcon.samples.torture.planted;

import io.nemcon.samples.torture.planted.Plant.Place;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.ProtectionDomain;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.matcher.ElementMatchers;
import net.bytebuddy.pool.TypePool;
import org.jspecify.annotations.Nullable;

/** An agent of the JVM that weaves one bug into classes as they are loaded. */
public final class Planter {

    /** What a process says that could not be planted, right before it ends. */
    public static final String FAILED = "this bug can not be planted: ";

    private static final int EXIT_CODE = 9;

    private Planter() {}

    /** @param plant its name */
    public static void premain(String plant, Instrumentation jvm) {
        jvm.addTransformer(new Weaver(Plant.valueOf(plant)));
    }

    /** The options by which a JVM whose class path holds these classes plants a bug; makes a jar in this folder. */
    public static String jvmOption(Path folder, Plant plant) throws IOException {
        Path jar = folder.resolve("planter.jar");
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(new Attributes.Name("Premain-Class"), Planter.class.getName());
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream empty = new JarOutputStream(out, manifest)) {
            empty.finish();
        }
        return "-javaagent:" + jar + "=" + plant.name();
    }

    private record Weaver(Plant plant) implements ClassFileTransformer {

        @Override
        public byte @Nullable [] transform(
                @Nullable ClassLoader loader,
                @Nullable String internalName,
                @Nullable Class<?> redefined,
                @Nullable ProtectionDomain domain,
                byte[] bytes) {
            String name = String.valueOf(internalName).replace('/', '.');
            byte[] woven = null;
            for (Place place : plant.places()) {
                if (place.type().equals(name)) {
                    woven = woven(place, loader, woven == null ? bytes : woven);
                }
            }
            return woven;
        }

        private byte[] woven(Place place, @Nullable ClassLoader loader, byte[] bytes) {
            try {
                ClassFileLocator files = new ClassFileLocator.Compound(
                        ClassFileLocator.Simple.of(place.type(), bytes), ClassFileLocator.ForClassLoader.of(loader));
                TypePool types = TypePool.Default.of(files);
                TypeDescription type = types.describe(place.type()).resolve();
                // As a class it would have the JVM load those it names, of which one is being loaded here.
                TypeDescription advice =
                        types.describe(place.advice().getName()).resolve();
                var method = ElementMatchers.named(place.method())
                        .and(ElementMatchers.takesArguments(place.arguments()))
                        .and(ElementMatchers.not(ElementMatchers.isBridge()));
                if (type.getDeclaredMethods().filter(method).isEmpty()) {
                    throw new IllegalStateException(place + " is not there");
                }
                try (DynamicType.Unloaded<?> made = new ByteBuddy()
                        .decorate(type, files)
                        .visit(Advice.to(advice, files).on(method))
                        .make()) {
                    System.err.println("planted: " + plant + " into " + place.type());
                    return made.getBytes();
                }
            } catch (RuntimeException | LinkageError e) {
                // The JVM would go on without the bug, and nobody would know.
                System.err.println(FAILED + e);
                Runtime.getRuntime().halt(EXIT_CODE);
                throw new IllegalStateException(e);
            }
        }
    }
}
