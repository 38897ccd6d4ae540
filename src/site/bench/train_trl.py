"""The same training as `metajudge train dpo`, by TRL and PEFT: same model, pairs, order, settings and first adapter.

    metajudge export safetensors --model M --out FOLDER
    metajudge train dpo --model M --data pairs.jsonl --out DIR --batch 4 --micro-batch 4 --epochs 3 --json
    python train_trl.py --model FOLDER --pairs pairs.jsonl --like DIR [--dtype bfloat16|float32] [--threads 2]

DIR is what `metajudge train dpo --out DIR` made: its adapter's settings are taken, and DIR.training/steps.jsonl says which
pairs made which step and what each step cost. Prints both, a line a step, and a line of JSON at the end. Versions are
those of requirements.txt.
"""

import argparse
import json
import os
import pathlib
import resource
import tempfile
import time

import torch


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--model", type=pathlib.Path, required=True)
    parser.add_argument("--pairs", type=pathlib.Path, required=True)
    parser.add_argument("--like", type=pathlib.Path, required=True)
    parser.add_argument("--dtype", default="bfloat16", choices=["bfloat16", "float32"])
    parser.add_argument("--threads", type=int, default=2)
    return parser.parse_args()


def conversation(text, role):
    return text if isinstance(text, list) else [{"role": role, "content": text}]


def main():
    args = arguments()
    os.environ["HF_HUB_OFFLINE"] = "1"
    torch.set_num_threads(args.threads)
    from datasets import Dataset
    from peft import LoraConfig, get_peft_model
    from torch.utils.data import SequentialSampler
    from transformers import AutoModelForCausalLM, AutoTokenizer, TrainerCallback
    from trl import DPOConfig, DPOTrainer

    ours = [json.loads(line) for line in open(f"{args.like}.training/steps.jsonl")]
    ours = [step for step in ours if "ids" in step]
    adapter = json.load(open(args.like / "adapter_config.json"))
    batch = max(len(step["ids"]) for step in ours)
    ours = [step for step in ours if len(step["ids"]) == batch]
    rows = {}
    for number, line in enumerate(open(args.pairs), 1):
        row = json.loads(line)
        rows[str(row.get("id", number))] = {
            "prompt": conversation(row["prompt"], "user"),
            "chosen": conversation(row["chosen"], "assistant"),
            "rejected": conversation(row["rejected"], "assistant"),
        }
    data = Dataset.from_list([rows[name] for step in ours for name in step["ids"]])

    tokenizer = AutoTokenizer.from_pretrained(args.model)
    model = AutoModelForCausalLM.from_pretrained(args.model, dtype=getattr(torch, args.dtype))
    targets = adapter["target_modules"]
    model = get_peft_model(model, LoraConfig(r=adapter["r"], lora_alpha=adapter["lora_alpha"], lora_dropout=0.0,
                                             target_modules=targets, task_type="CAUSAL_LM"))
    model.print_trainable_parameters()

    class Ordered(DPOTrainer):
        def _get_train_sampler(self, *_):
            return SequentialSampler(self.train_dataset)

    class Clock(TrainerCallback):
        def __init__(self):
            self.steps = []

        def on_step_begin(self, *_, **__):
            self.began = time.perf_counter()

        def on_step_end(self, *_, **__):
            self.steps.append(time.perf_counter() - self.began)

    class Rates(torch.optim.lr_scheduler.LambdaLR):
        def __init__(self, optimizer):
            super().__init__(optimizer, lambda step: ours[min(step, len(ours) - 1)]["learning_rate"])

    clock = Clock()
    optimizer = torch.optim.AdamW([p for p in model.parameters() if p.requires_grad], lr=1.0, weight_decay=0.0)
    config = DPOConfig(output_dir=tempfile.mkdtemp(), per_device_train_batch_size=batch, num_train_epochs=1, beta=0.1,
                       max_grad_norm=1.0, logging_steps=1, save_strategy="no", report_to=[], use_cpu=True,
                       bf16=args.dtype == "bfloat16", gradient_checkpointing=False, max_length=2048,
                       disable_tqdm=True, dataloader_pin_memory=False)
    trainer = Ordered(model=model, args=config, train_dataset=data, processing_class=tokenizer, callbacks=[clock],
                      optimizers=(optimizer, Rates(optimizer)))
    real = [sum(len(row["prompt_ids"]) * 2 + len(row["chosen_ids"]) + len(row["rejected_ids"])
                for row in trainer.train_dataset.select(range(i * batch, (i + 1) * batch))) for i in range(len(ours))]
    trainer.train()
    logs = [log for log in trainer.state.log_history if "loss" in log]
    print(f"{'step':>4} {'tokens':>6}   {'loss':>7} {'TRL':>7}   {'margin':>7} {'TRL':>7}   {'tokens/s':>8} {'TRL':>6}")
    for i, (step, log) in enumerate(zip(ours, logs)):
        margin = step["rewards/margins"]
        print(f"{i + 1:4} {real[i]:6}   {step['loss']:7.4f} {log['loss']:7.4f}   {margin:7.4f} "
              f"{log['rewards/margins']:7.4f}   {real[i] / step['seconds']:8.0f} {real[i] / clock.steps[i]:6.0f}")
    print(json.dumps({
        "pairs_per_step": batch,
        "tokens_per_pair": sum(real) / len(real) / batch,
        "tokens_per_second": sum(real[1:]) / sum(step["seconds"] for step in ours[1:]),
        "trl_tokens_per_second": sum(real[1:]) / sum(clock.steps[1:]),
        "trl_peak_rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }))


if __name__ == "__main__":
    main()
