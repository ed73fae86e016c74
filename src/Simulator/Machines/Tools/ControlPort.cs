using System.Net;
using System.Net.Sockets;
using System.Text;

namespace TenantTokens.Simulator.Machines.Tools;

/// <summary>
/// The port that the shims connect to. A request is a series of NUL-terminated strings: machine, tool, number of arguments, arguments.
/// </summary>
internal sealed class ControlPort(Func<string, string, ITool?> find) : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private Task _accepting = Task.CompletedTask;

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Start()
    {
        _listener.Start(512);
        _accepting = AcceptAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _accepting;
        _listener.Dispose();
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        HashSet<Task> open = [];
        try
        {
            while (true)
            {
                open.Add(AnswerAsync(await _listener.AcceptTcpClientAsync(_end.Token)));
                open.RemoveWhere(static t => t.IsCompleted);
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(open);
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                NetworkStream stream = client.GetStream();
                (string machine, string tool, IReadOnlyList<string> arguments) = await ReadAsync(stream, _end.Token);
                ToolAnswer answer = find(machine, tool) is { } found
                    ? await found.RunAsync(arguments, _end.Token)
                    : ToolAnswer.Fail(127, $"{tool}: not on this machine");
                StringBuilder text = new($"{answer.Code}\n");
                text.AppendJoin("", answer.Output.Select(static l => $"o{l}\n")).AppendJoin("", answer.Error.Select(static l => $"e{l}\n"));
                await stream.WriteAsync(Encoding.UTF8.GetBytes(text.ToString()), _end.Token);
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or FormatException)
            {
                // The shim was killed, or the world ends; the answer is not needed.
            }
        }
    }

    private static async Task<(string Machine, string Tool, IReadOnlyList<string> Arguments)> ReadAsync(
        NetworkStream stream,
        CancellationToken cancellationToken)
    {
        List<string> strings = [];
        List<byte> current = [];
        byte[] buffer = new byte[4096];
        while (strings.Count < 3 || strings.Count < 3 + int.Parse(strings[2], System.Globalization.CultureInfo.InvariantCulture))
        {
            int read = await stream.ReadAsync(buffer, cancellationToken);
            if (read is 0)
            {
                throw new FormatException("The request is not complete.");
            }

            foreach (byte value in buffer.AsSpan(0, read).ToArray())
            {
                if (value is 0)
                {
                    strings.Add(Encoding.UTF8.GetString([.. current]));
                    current.Clear();
                }
                else
                {
                    current.Add(value);
                }
            }
        }

        return (strings[0], strings[1], strings[3..]);
    }
}
