"""One DPO step of TRL on a file that `metajudge export trl` wrote.

    python train_trl.py --model DIR --pairs F.jsonl

Prints one line of JSON: the columns that the datasets library reads, how many rows, the loss of the step, and how many
tokens the first pair's prompt and completions have.
"""

import argparse
import json
import os
import tempfile

os.environ["HF_HUB_OFFLINE"] = "1"

import torch
from datasets import load_dataset
from peft import LoraConfig
from transformers import AutoModelForCausalLM, AutoTokenizer
from trl import DPOConfig, DPOTrainer


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--model", required=True)
    parser.add_argument("--pairs", required=True)
    args = parser.parse_args()
    torch.set_num_threads(1)
    with tempfile.TemporaryDirectory() as work:
        kind = "parquet" if args.pairs.endswith(".parquet") else "json"
        pairs = load_dataset(kind, data_files=args.pairs, split="train", cache_dir=work)
        model = AutoModelForCausalLM.from_pretrained(args.model, dtype=torch.float32)
        config = DPOConfig(output_dir=work, per_device_train_batch_size=2, max_steps=1, beta=0.1, learning_rate=1e-3,
                           logging_steps=1, save_strategy="no", report_to=[], use_cpu=True, bf16=False,
                           gradient_checkpointing=False, disable_tqdm=True, dataloader_pin_memory=False)
        trainer = DPOTrainer(model=model, args=config, train_dataset=pairs,
                             processing_class=AutoTokenizer.from_pretrained(args.model),
                             peft_config=LoraConfig(r=4, target_modules=["q_proj", "v_proj"], task_type="CAUSAL_LM"))
        first = trainer.train_dataset[0]
        trainer.train()
        losses = [log["loss"] for log in trainer.state.log_history if "loss" in log]
    print(json.dumps({
        "columns": sorted(pairs.column_names), "rows": len(pairs), "loss": losses[0],
        "tokens": [len(first["prompt_ids"]), len(first["chosen_ids"]), len(first["rejected_ids"])],
    }))


if __name__ == "__main__":
    main()
