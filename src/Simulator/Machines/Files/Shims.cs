namespace TenantTokens.Simulator.Machines.Files;

/// <summary>
/// The simulated programs in a machine's tree. Each passes its arguments to the world over a loopback port, prints the answer and exits
/// with its code. It keeps no state.
/// </summary>
internal static class Shims
{
    public const string ControlPath = "opt/dynatrace/oneagent/agent/tools/oneagentctl";

    public static void Create(string root, string machine, int controlPort, bool hasOneAgent)
    {
        Shim("usr/bin/systemctl", "systemctl");
        Shim("usr/bin/systemd-run", "systemd-run");
        if (hasOneAgent)
        {
            Shim(ControlPath, "oneagentctl");
        }

        void Shim(string path, string tool) => Create(Path.Combine(root, path), tool, machine, controlPort);
    }

    /// <summary>Creates one simulated program.</summary>
    public static void Create(string file, string tool, string machine, int controlPort)
        => OwnWrites.Create(file, Text(machine, tool, controlPort), FileModes.Program);

    // The first line of the answer is the exit code; every other line starts with o (output) or e (error).
    private static string Text(string machine, string tool, int controlPort) => $$"""
        #!/bin/bash
        # A simulated {{tool}}: the world answers.
        { exec 3<>/dev/tcp/127.0.0.1/{{controlPort}}; } 2>/dev/null || { echo "{{tool}}: the simulated world has ended" >&2; exit 1; }
        printf '%s\0' '{{machine}}' '{{tool}}' "$#" "$@" >&3
        IFS= read -r code <&3 || { echo "{{tool}}: the machine went down" >&2; exit 1; }
        while IFS= read -r line <&3; do
          case $line in
            o*) printf '%s\n' "${line#o}" ;;
            e*) printf '%s\n' "${line#e}" >&2 ;;
          esac
        done
        exit "$code"

        """;
}
