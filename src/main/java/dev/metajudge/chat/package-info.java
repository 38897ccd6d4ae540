/**
 * The library for Java programs, in langchain4j's terms: a model in this process as a chat model, and a judge on any chat
 * model. Conversations and rubrics come in, answers and scores go out. Programs call it; nothing of ours does.
 */
@NullMarked
package dev.metajudge.chat;

import org.jspecify.annotations.NullMarked;
