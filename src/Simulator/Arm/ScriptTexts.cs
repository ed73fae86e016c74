using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace TenantTokens.Simulator.Arm;

/// <summary>
/// Reads and escapes the scripts of run commands. They are the same few texts of some 60 KB each time, so each is processed once and then
/// recognized by its raw bytes.
/// </summary>
internal static class ScriptTexts
{
    private const int MaxKept = 8;
    private static readonly Lock _sync = new();
    private static readonly List<(byte[] Raw, string Text)> _known = [];
    private static readonly ConditionalWeakTable<string, StrongBox<JsonEncodedText>> _escaped = [];

    /// <summary>Returns the text of a JSON string.</summary>
    public static string Read(JsonElement script)
    {
        ReadOnlySpan<byte> raw = JsonMarshal.GetRawUtf8Value(script);
        lock (_sync)
        {
            foreach ((byte[] known, string text) in _known)
            {
                if (raw.SequenceEqual(known))
                {
                    return text;
                }
            }

            if (_known.Count == MaxKept)
            {
                _known.RemoveAt(0);
            }

            _known.Add((raw.ToArray(), script.GetString()!));
            return _known[^1].Text;
        }
    }

    /// <summary>Returns the text escaped for an answer.</summary>
    public static JsonEncodedText Escape(string text) => _escaped.GetValue(text, static text => new(JsonEncodedText.Encode(text))).Value;
}
