package io.nemcon.frameworks.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * For test classes that take {@link TwoDatabases} in their constructor or methods. Each test starts with no order and ten
 * pieces, and fails if it leaves a transaction, a prepared branch or a borrowed connection behind.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(TwoDatabasesExtension.class)
public @interface OnTwoDatabases {}
