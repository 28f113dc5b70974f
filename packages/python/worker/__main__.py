"""`python <this folder>`: starts the supervisor, or one worker with `--worker`, on descriptors 3 (in) and 4 (out)."""

if __name__ == "__main__":
    import sys

    from millrace_worker.supervisor import main

    main(sys.argv[1:])
