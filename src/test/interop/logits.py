"""Logits of a model that metajudge wrote, as transformers and PEFT compute them in fp32.

    python logits.py --model DIR [--adapter DIR] --tokens 1,2,3 [--text TEXT] [--chat TEXT]
    python logits.py --gguf FILE [--adapter DIR] --tokens 1,2,3

Prints one line of JSON: the last position's logits, and with --text and --chat the ids that the folder's own tokenizer
and chat template give.
"""

import argparse
import json
import os
import pathlib

os.environ["HF_HUB_OFFLINE"] = "1"

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--model")
    parser.add_argument("--gguf", type=pathlib.Path)
    parser.add_argument("--adapter")
    parser.add_argument("--tokens", required=True)
    parser.add_argument("--text")
    parser.add_argument("--chat")
    args = parser.parse_args()
    torch.set_num_threads(1)
    where = {"pretrained_model_name_or_path": args.model}
    if args.gguf:
        where = {"pretrained_model_name_or_path": str(args.gguf.parent), "gguf_file": args.gguf.name}
    model = AutoModelForCausalLM.from_pretrained(**where, dtype=torch.float32)
    if args.adapter:
        from peft import PeftModel
        model = PeftModel.from_pretrained(model, args.adapter)
    model.eval()
    ids = torch.tensor([[int(token) for token in args.tokens.split(",")]])
    with torch.no_grad():
        answer = {"logits": model(ids).logits[0, -1].float().tolist()}
    if args.text or args.chat:
        tokenizer = AutoTokenizer.from_pretrained(args.model)
        if args.text:
            answer["text"] = tokenizer(args.text, add_special_tokens=False)["input_ids"]
        if args.chat:
            messages = [{"role": "user", "content": args.chat}]
            answer["chat"] = tokenizer.apply_chat_template(messages, add_generation_prompt=True, tokenize=False)
    print(json.dumps(answer))


if __name__ == "__main__":
    main()
