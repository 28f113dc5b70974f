"""`python <this folder>`: starts the supervisor on descriptors 3 (in) and 4 (out); with `--worker` one worker; with
`--check FILE` prints which lines of a requirements file this interpreter does not satisfy; with `--connection-class
MODULE CLASS` the fields of a class; with `--tools` answers a question about tools that comes on stdin."""

if __name__ == "__main__":
    import sys

    if "--check" in sys.argv:
        from millrace_worker.requirements import main
    elif "--connection-class" in sys.argv:
        from millrace_worker.connection_class import main
    elif "--tools" in sys.argv:
        from millrace_worker.inspect_tools import main
    else:
        from millrace_worker.supervisor import main

    main(sys.argv[1:])
