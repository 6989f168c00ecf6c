package io.nemcon.simulation.planted;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.matcher.ElementMatchers;
import net.bytebuddy.pool.TypePool;

/**
 * Loads the product and the simulation a second time, with the switches of all planted bugs woven in. What the application
 * itself has loaded stays as it is.
 */
final class Weaver extends ClassLoader {

    private static final String OURS = "io.nemcon.";

    private final ClassFileLocator files;
    private final TypePool types;
    private final List<Planting> plantings = new ArrayList<>();

    Weaver() {
        super(Weaver.class.getClassLoader());
        this.files = ClassFileLocator.ForClassLoader.of(getParent());
        this.types = TypePool.Default.of(files);
        plantings.addAll(LedgerBugs.plantings());
        plantings.addAll(NodeBugs.plantings());
        plantings.addAll(OwnerBugs.plantings());
        plantings.addAll(AgentBugs.plantings());
    }

    /** Finds every place there is: a class that is missed only in a world would be taken for what a bug brought about. */
    void plantAll() throws ClassNotFoundException {
        for (Planting planting : plantings) {
            loadClass(planting.type());
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(OURS)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? define(name) : loaded;
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        try {
            byte[] bytes = woven(name);
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException | IllegalStateException missing) {
            throw new ClassNotFoundException(name, missing);
        }
    }

    private byte[] woven(String name) throws IOException {
        List<Planting> here =
                plantings.stream().filter(one -> one.type().equals(name)).toList();
        if (here.isEmpty()) {
            return files.locate(name).resolve();
        }
        TypeDescription type = types.describe(name).resolve();
        DynamicType.Builder<?> builder = new ByteBuddy().decorate(type, files);
        for (Planting planting : here) {
            var method = ElementMatchers.named(planting.method())
                    .and(ElementMatchers.takesArguments(planting.arguments()))
                    .and(ElementMatchers.not(ElementMatchers.isBridge()));
            if (type.getDeclaredMethods().filter(method).isEmpty()) {
                throw new IllegalStateException(
                        "no bug can be planted into " + name + "." + planting.method() + ": there is no such method");
            }
            builder = builder.visit(Advice.to(planting.advice()).on(method));
        }
        return builder.make().getBytes();
    }
}
