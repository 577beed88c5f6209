# furui_layer(NAME SOURCES ... [PUBLIC ...] [PRIVATE ...]): one layer of the server as a static library furui_NAME.
#
# Layers see each other's headers as "layer/file.h"; third-party giants are linked PRIVATE, so that only the
# layer that is their home can include them.
function(furui_layer name)
  cmake_parse_arguments(LAYER "" "" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
  add_library(furui_${name} STATIC ${LAYER_SOURCES})
  target_include_directories(furui_${name} PUBLIC ${PROJECT_SOURCE_DIR}/services/screening)
  target_link_libraries(furui_${name} PUBLIC ${LAYER_PUBLIC} PRIVATE furui_warnings ${LAYER_PRIVATE})
endfunction()

# furui_test(LAYER NAME SOURCES ... [LINK ...]): a GoogleTest binary tests/unit/LAYER, registered with ctest
# under the label unit.
function(furui_test layer)
  if(NOT FURUI_TESTS OR NOT TARGET furui_${layer})
    return()
  endif()
  cmake_parse_arguments(TEST "" "" "SOURCES;LINK" ${ARGN})
  add_executable(furui_${layer}_test ${TEST_SOURCES})
  target_link_libraries(furui_${layer}_test PRIVATE furui_${layer} furui_warnings GTest::gmock GTest::gtest_main ${TEST_LINK})
  target_compile_definitions(furui_${layer}_test PRIVATE FURUI_SOURCE_DIR="${PROJECT_SOURCE_DIR}"
                             FURUI_BUILD_DIR="${PROJECT_BINARY_DIR}")
  add_test(NAME unit.${layer} COMMAND furui_${layer}_test)
  set_tests_properties(unit.${layer} PROPERTIES LABELS unit)
  if(FURUI_SANITIZE)
    # Readers have a limit of memory, against which counts what the sanitizer keeps of freed memory. LibTorch, gRPC
    # and RDKit hold on to some until the end, so leaks are not looked for.
    set_tests_properties(unit.${layer} PROPERTIES ENVIRONMENT
      "ASAN_OPTIONS=detect_leaks=0:quarantine_size_mb=1:thread_local_quarantine_size_kb=64;UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1")
  endif()
endfunction()
