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
    private const int MostKept = 8;
    private static readonly Lock s_sync = new();
    private static readonly List<(byte[] Raw, string Text)> s_known = [];
    private static readonly ConditionalWeakTable<string, StrongBox<JsonEncodedText>> s_escaped = [];

    /// <summary>Returns the text of a JSON string.</summary>
    public static string Read(JsonElement script)
    {
        ReadOnlySpan<byte> raw = JsonMarshal.GetRawUtf8Value(script);
        lock (s_sync)
        {
            foreach ((byte[] known, string text) in s_known)
            {
                if (raw.SequenceEqual(known))
                {
                    return text;
                }
            }

            if (s_known.Count == MostKept)
            {
                s_known.RemoveAt(0);
            }

            s_known.Add((raw.ToArray(), script.GetString()!));
            return s_known[^1].Text;
        }
    }

    /// <summary>Returns the text escaped for an answer.</summary>
    public static JsonEncodedText Escape(string text) => s_escaped.GetValue(text, static text => new(JsonEncodedText.Encode(text))).Value;
}
