#pragma once
// Hot loops are compiled several times, for the vector units of different processors; the best one is taken at run
// time.

#if defined(__x86_64__) && defined(__linux__) && defined(__GNUC__) && !defined(__clang__) && defined(__OPTIMIZE__) && \
    !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
/// Everything the function calls is inlined into it, so that the loop as a whole is for one processor.
#define DIDV_MULTIVERSION [[gnu::flatten, gnu::target_clones("default", "arch=x86-64-v3", "arch=x86-64-v4")]]
#else
#define DIDV_MULTIVERSION
#endif
